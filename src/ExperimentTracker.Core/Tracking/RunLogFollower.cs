namespace ExperimentTracker;

/// <summary>Follows the log of a run while it runs.</summary>
public sealed class RunLogFollower
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Looking for processes that are gone costs more than looking for lines.
    private const int PausesBetweenSearches = 20;

    private readonly IExperimentStore store;
    private readonly string runId;
    private readonly RunLogFilter filter;
    private string? last;

    /// <summary>Makes one for a run of a store.</summary>
    public RunLogFollower(IExperimentStore store, string runId, RunLogFilter filter) => (this.store, this.runId, this.filter) = (store, runId, filter);

    /// <summary>
    /// What the logs have, then what is added, until all runs have ended or are gone. Runs whose process died are found and ended on the way.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller has seen enough.</exception>
    public static IEnumerable<RunLog> Follow(IEnumerable<RunLogFollower> runs, CancellationToken cancellation) =>
        FollowStores(runs, cancellation).Select(entry => entry.Log);

    /// <summary>As <see cref="Follow"/> does, each entry with the store that it came from.</summary>
    /// <exception cref="OperationCanceledException">The caller has seen enough.</exception>
    public static IEnumerable<(IExperimentStore Store, RunLog Log)> FollowStores(IEnumerable<RunLogFollower> runs, CancellationToken cancellation)
    {
        List<RunLogFollower> left = [.. runs];
        foreach (RunLogFollower run in left)
        {
            foreach (RunLog log in run.Begin(cancellation)) yield return (run.store, log);
        }

        for (int turn = 1; left.Count > 0; turn++)
        {
            if (turn % PausesBetweenSearches == 0) left.ForEach(run => run.store.Runs.EndDead(cancellation));
            foreach (RunLogFollower run in left.ToArray())
            {
                // Asked before the lines are read: what was written before the run ended is read after it has.
                bool goesOn = run.GoesOn(cancellation);
                foreach (RunLog log in run.Next(cancellation)) yield return (run.store, log);
                if (!goesOn) left.Remove(run);
            }

            if (left.Count > 0) cancellation.WaitHandle.WaitOne(Pause);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // What is there to show at first, and the newest entry of all, from which to go on: found in one reading, so that none is missed or twice.
    private List<RunLog> Begin(CancellationToken cancellation)
    {
        var fitting = new List<RunLog>();
        foreach (RunLog log in store.Logs.Query(new RunLogQuery { RunId = runId, NewestFirst = true }, cancellation))
        {
            last ??= log.Id;
            if (fitting.Count >= (filter.Tail ?? int.MaxValue)) break;
            if (filter.Fits(log)) fitting.Add(log);
        }

        fitting.Reverse();
        return fitting;
    }

    private IEnumerable<RunLog> Next(CancellationToken cancellation)
    {
        foreach (RunLog log in store.Logs.Query(new RunLogQuery { RunId = runId, AfterId = last }, cancellation))
        {
            last = log.Id;
            if (filter.Fits(log)) yield return log;
        }
    }

    private bool GoesOn(CancellationToken cancellation) =>
        store.Runs.Query(new() { Ids = [runId] }, cancellation).FirstOrDefault() is { } run && !run.Status.IsEnded();
}
