using System.Diagnostics;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>Follows the log of a run while it is running.</summary>
public sealed class RunLogFollower
{
    // Lines that are written one after the other are read together.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // How often orphaned runs are looked for, which costs more than looking for changes.
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromSeconds(5);

    private readonly IExperimentStore store;
    private readonly string runId;
    private readonly RunLogFilter filter;
    private string? last;

    /// <summary>Creates a follower of a run in a store.</summary>
    public RunLogFollower(IExperimentStore store, string runId, RunLogFilter filter) => (this.store, this.runId, this.filter) = (store, runId, filter);

    /// <summary>
    /// Returns the existing entries and then new ones, until all runs have ended or are removed. Orphaned runs are detected and ended meanwhile.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static IEnumerable<RunLog> Follow(IEnumerable<RunLogFollower> runs, CancellationToken cancellation) =>
        FollowStores(runs, cancellation).Select(entry => entry.Log);

    /// <summary>Like <see cref="Follow"/>, and returns each entry with the store it came from.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static IEnumerable<(IExperimentStore Store, RunLog Log)> FollowStores(IEnumerable<RunLogFollower> runs, CancellationToken cancellation)
    {
        List<RunLogFollower> left = [.. runs];
        var watch = new StoreWatch(left.Select(run => run.store), cancellation);
        long searched = Stopwatch.GetTimestamp();
        foreach (RunLogFollower run in left)
        {
            foreach (RunLog log in run.Begin(cancellation)) yield return (run.store, log);
        }

        while (left.Count > 0)
        {
            if (Stopwatch.GetElapsedTime(searched) >= BetweenSearches)
            {
                left.ForEach(run => run.store.Runs.KillOrphanedRuns(cancellation));
                searched = Stopwatch.GetTimestamp();
            }

            foreach (RunLogFollower run in left.ToArray())
            {
                // Read before the lines: so the lines that were written before the run ended are read after it ended.
                bool goesOn = run.Continues(cancellation);
                foreach (RunLog log in run.Next(cancellation)) yield return (run.store, log);
                if (!goesOn) left.Remove(run);
            }

            if (left.Count > 0) watch.Wait(Pause, BetweenSearches, cancellation);
        }
    }

    // Determines the entries to show first and the newest entry of all in one read, so that none is missing or duplicated.
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

    private bool Continues(CancellationToken cancellation) =>
        store.Runs.Query(new() { Ids = [runId] }, cancellation).FirstOrDefault() is { } run && !run.Status.IsEnded();
}
