using System.Collections.Concurrent;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>
/// Pins as an advisory lock that they share. A garbage collection takes it exclusively until the end of its transaction: a pin that is set meanwhile waits for it,
/// and then reads that the blobs are marked. Disposing releases those of sources that nobody disposed.
/// </summary>
internal sealed class AdvisoryPins(PostgresDatabase database) : StorePins, IDisposable
{
    private readonly ConcurrentDictionary<HeldLock, bool> held = new();
    private readonly long key = StoreLocks.PinKeyOf(database.Schema);

    public override IDisposable? Pin()
    {
        PostgresConnection connection = database.OpenForLock(CancellationToken.None);
        try
        {
            connection.Translated(() => connection.Scalar("SELECT 1 WHERE pg_advisory_xact_lock_shared(@1) IS NOT NULL", key));
            var pin = new HeldLock(connection, released => held.TryRemove(released, out _));
            held.TryAdd(pin, true);
            return pin;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (HeldLock pin in held.Keys) pin.Dispose();
    }

    public override bool AreHeld(StoreConnection connection) => connection.Number("SELECT pg_try_advisory_xact_lock(@1)", key) == 0;
}
