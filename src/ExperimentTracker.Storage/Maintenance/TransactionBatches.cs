using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Long work as many short transactions with pauses between them, so that writers hardly notice.</summary>
internal static class TransactionBatches
{
    // A writer that finds the lock taken looks again within this time at first.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(25);

    /// <summary>Runs steps to their end. A step must not leave a reader open; what it keeps between steps must not depend on the transaction.</summary>
    /// <param name="database">The database.</param>
    /// <param name="steps">Gives the steps; each says how much it did.</param>
    /// <param name="done">Told after each transaction how much it did.</param>
    /// <param name="cancellation">Stops between two steps; what is done stays done.</param>
    public static void Run(Database database, Func<StoreConnection, IEnumerable<long>> steps, Action<long> done, CancellationToken cancellation)
    {
        IEnumerator<long>? left = null;
        bool more = true;
        while (more)
        {
            long part = 0;
            more = database.Write(
                connection =>
                {
                    left ??= steps(connection).GetEnumerator();
                    long started = database.Options.Time.GetTimestamp();
                    while (left.MoveNext())
                    {
                        part += left.Current;
                        if (database.Options.Time.GetElapsedTime(started) >= Longest || cancellation.IsCancellationRequested) return true;
                    }

                    return false;
                },
                cancellation);
            done(part);
            database.Options.Reached(Milestones.Sweeping);
            if (more) Pause(cancellation);
        }
    }

    /// <summary>Leaves the way to others for as long as a transaction took at most.</summary>
    public static void Pause(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(Longest);
        cancellation.ThrowIfCancellationRequested();
    }
}
