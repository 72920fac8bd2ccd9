namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>Keys of new rows, which are taken from the sequence of the store in blocks, so that an insert need not be waited for.</summary>
internal sealed class KeyBlocks
{
    private readonly object gate = new();
    private long next;
    private long last = -1;
    private long connections;

    /// <summary>Returns a key for a new row.</summary>
    public long New(PostgresConnection connection)
    {
        long known;
        lock (gate)
        {
            if (next <= last) return next++;
            known = connections;
        }

        // Without the lock: what is sent with this can wait for the transaction of another thread, which needs a key too.
        long key = connection.Number("SELECT nextval('keys')")!.Value;
        lock (gate)
        {
            if (known == connections) (next, last) = (key + 1, key + StoreLocks.KeysPerBlock - 1);
        }

        return key;
    }

    /// <summary>Called when a connection was opened. After a crash, which ends all connections, a server may assign a block again that it had not flushed.</summary>
    public void Forget()
    {
        lock (gate) (next, last, connections) = (0, -1, connections + 1);
    }
}
