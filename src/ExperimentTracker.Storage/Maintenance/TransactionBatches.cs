using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Splits long work into short transactions with pauses, so that writers are hardly delayed.</summary>
internal static class TransactionBatches
{
    // The retries of a writer start within this time.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(25);

    /// <summary>Runs steps to the end. A step must not leave a reader open, and what it keeps between steps must not depend on the transaction.</summary>
    /// <param name="database">The database.</param>
    /// <param name="steps">Returns the steps; each returns the amount it did.</param>
    /// <param name="done">Receives the amount that was done after each transaction.</param>
    /// <param name="cancellation">Cancels between two steps; what is done stays done.</param>
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
            database.Options.Reached(FaultPoints.Sweeping);
            if (more) Pause(cancellation);
        }
    }

    /// <summary>Lets others write for as long as the longest transaction.</summary>
    public static void Pause(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(Longest);
        cancellation.ThrowIfCancellationRequested();
    }
}
