using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>
/// Pins as an advisory lock that they share. A garbage collection takes it exclusively until the end of its transaction: a pin that is set meanwhile waits for it,
/// and then reads that the blobs are marked.
/// </summary>
internal sealed class AdvisoryPins(PostgresDatabase database) : StorePins
{
    private readonly long key = StoreLocks.PinKeyOf(database.Schema);

    public override IDisposable? Pin()
    {
        PostgresConnection connection = database.OpenForLock(CancellationToken.None);
        try
        {
            connection.Translated(() => connection.Scalar("SELECT 1 WHERE pg_advisory_xact_lock_shared(@1) IS NOT NULL", key));
            return new HeldLock(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override bool AreHeld(StoreConnection connection) => connection.Number("SELECT pg_try_advisory_xact_lock(@1)", key) == 0;
}
