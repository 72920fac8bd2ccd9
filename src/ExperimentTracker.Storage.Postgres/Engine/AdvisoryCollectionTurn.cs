using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>The right to collect as an advisory lock of a connection of its own; the server releases it when the process or its connection ends.</summary>
internal sealed class AdvisoryCollectionTurn(PostgresDatabase database) : CollectionTurn
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly long key = StoreLocks.CollectionKeyOf(database.Schema);

    // The key of an advisory lock is in two columns.
    public override bool IsTaken => database.Read(
        connection => connection.Scalar(
            """
            SELECT 1 FROM pg_catalog.pg_locks
            WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                AND (classid::bigint << 32) | objid::bigint = @1
            """,
            key) is not null,
        CancellationToken.None);

    public override IDisposable Enter(CancellationToken cancellation)
    {
        while (true)
        {
            if (Try(cancellation) is { } held) return held;
            cancellation.WaitHandle.WaitOne(Pause);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public override IDisposable? TryEnter() => Try(CancellationToken.None);

    private HeldLock? Try(CancellationToken cancellation) => database.RunRepeated(
        () =>
        {
            PostgresConnection connection = database.OpenForLock(cancellation);
            try
            {
                if (connection.Number("SELECT pg_try_advisory_xact_lock(@1)", key) == 1) return new HeldLock(connection);
            }
            catch
            {
                connection.Dispose();
                throw;
            }

            connection.Dispose();
            return null;
        },
        cancellation);
}
