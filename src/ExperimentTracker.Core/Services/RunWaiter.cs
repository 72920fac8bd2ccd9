using System.Diagnostics;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>A run whose waiting is over.</summary>
/// <param name="Store">The store of the run.</param>
/// <param name="Run">The run as it was last read.</param>
/// <param name="IsMet">Whether the condition is true; if not, the run has ended or is removed, so that it cannot become true by itself.</param>
public readonly record struct SettledRun(IExperimentStore Store, Run Run, bool IsMet);

/// <summary>Waits until runs have ended, or until a condition is true for them. Stores are read only when they may have changed.</summary>
public sealed class RunWaiter
{
    private const int ReadsPerPause = 4;

    // Changes that follow each other closely are read together; and a process that ended without a change of the store is noticed when runs are read.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(2);

    private readonly Dictionary<IExperimentStore, Dictionary<string, Run>> left = [];

    /// <summary>The condition; <see langword="null"/> waits until the run has ended. It is called on the thread that waits.</summary>
    public Func<IExperimentStore, Run, bool>? Until { get; init; }

    /// <summary>The longest wait, or <see langword="null"/> for no limit; zero only looks.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Adds a run to wait for; adding it again has no effect.</summary>
    public void Add(IExperimentStore store, Run run)
    {
        if (!left.TryGetValue(store, out Dictionary<string, Run>? runs)) left.Add(store, runs = new(StringComparer.Ordinal));
        runs.TryAdd(run.Id, run);
    }

    /// <summary>Returns each run as soon as its waiting is over.</summary>
    /// <exception cref="TrackerException"><c>RunWaitTimeout</c>, and the errors of reading runs.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public IEnumerable<SettledRun> Wait(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        var watch = new StoreWatch(left.Keys, cancellation);
        while (true)
        {
            long read = Stopwatch.GetTimestamp();
            foreach (IExperimentStore store in left.Keys.ToArray())
            {
                foreach (SettledRun settled in Settle(store, cancellation)) yield return settled;
            }

            if (left.Values.All(runs => runs.Count == 0)) yield break;
            TimeSpan rest = Timeout is { } timeout ? timeout - Stopwatch.GetElapsedTime(started) : BetweenReads;
            if (rest <= TimeSpan.Zero) throw RunErrors.WaitTimeout([.. left.Values.SelectMany(runs => runs.Values).Select(run => run.Path)], Timeout!.Value);

            // Reading many runs takes time; most of the time is left for them.
            TimeSpan busy = ReadsPerPause * Stopwatch.GetElapsedTime(read);
            TimeSpan pause = busy > Pause ? busy : Pause;
            watch.Wait(rest < pause ? rest : pause, rest < BetweenReads ? rest : BetweenReads, cancellation);
        }
    }

    // All runs of a store are read with one query.
    private IEnumerable<SettledRun> Settle(IExperimentStore store, CancellationToken cancellation)
    {
        Dictionary<string, Run> waiting = left[store];
        if (waiting.Count == 0) yield break;
        var query = new RunQuery { Ids = [.. waiting.Keys], Removed = RemovedFilter.All };
        Dictionary<string, Run> found = store.Runs.Query(query, cancellation).ToDictionary(run => run.Id, StringComparer.Ordinal);
        foreach ((string id, Run known) in waiting.ToArray())
        {
            Run? now = found.GetValueOrDefault(id);
            bool isOver = now is null || now.RemovedAt is not null || now.Status.IsEnded();
            bool isMet = Until is null ? now?.Status.IsEnded() ?? false : now is not null && Until(store, now);
            waiting[id] = now ?? known;
            if (!isOver && !isMet) continue;
            waiting.Remove(id);
            yield return new(store, now ?? known, isMet);
        }
    }
}
