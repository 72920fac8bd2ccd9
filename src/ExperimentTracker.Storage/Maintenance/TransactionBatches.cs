using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Splits long work into short transactions with pauses, so that writers are hardly delayed.</summary>
internal static class TransactionBatches
{
    // The retries of a writer start within this time.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// Runs steps to the end, one after the other. A step does a part of its work, which is what it finds undone in the database, so that a transaction can be
    /// repeated.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="steps">Each returns the amount it did, or <see langword="null"/> when nothing is left to do.</param>
    /// <param name="done">Receives the amount that was done after each transaction.</param>
    /// <param name="cancellation">Cancels between two transactions; what is done stays done.</param>
    public static void Run(Database database, IReadOnlyList<Func<StoreConnection, long?>> steps, Action<long> done, CancellationToken cancellation)
    {
        int at = 0;
        while (at < steps.Count)
        {
            (at, long part) = database.Write(connection => RunSome(connection, steps, at, cancellation), cancellation);
            done(part);
            database.Options.Reached(FaultPoints.Sweeping);
            if (at < steps.Count) Pause(cancellation);
        }
    }

    /// <summary>Lets others write for as long as the longest transaction.</summary>
    public static void Pause(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(Longest);
        cancellation.ThrowIfCancellationRequested();
    }

    private static (int At, long Done) RunSome(StoreConnection connection, IReadOnlyList<Func<StoreConnection, long?>> steps, int at, CancellationToken cancellation)
    {
        TimeProvider time = connection.Options.Time;
        long started = time.GetTimestamp(), done = 0;
        while (at < steps.Count && time.GetElapsedTime(started) < Longest && !cancellation.IsCancellationRequested)
        {
            if (steps[at](connection) is { } part) done += part;
            else at++;
        }

        return (at, done);
    }
}
