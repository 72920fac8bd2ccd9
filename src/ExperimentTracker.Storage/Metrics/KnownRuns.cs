using System.Collections.Concurrent;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// The running runs of a store on a server that this process started or appended to. A transaction takes what it expects and gives it back when it is committed, so
/// that nothing is expected of a transaction that failed, and two threads do not expect the same.
/// </summary>
internal sealed class KnownRuns
{
    // More than a process has at once; a series is a few hundred bytes.
    private const int MostRuns = 256;
    private const int MostSeries = 256;

    private readonly ConcurrentDictionary<string, KnownRun> runs = new(StringComparer.Ordinal);

    /// <summary>Takes a run, if it is known.</summary>
    public KnownRun? Take(string id) => runs.TryRemove(id, out KnownRun? run) ? run : null;

    /// <summary>Gives a run back, or adds it, as a committed transaction left it.</summary>
    public void Give(KnownRun run)
    {
        if (run.Series.Count > MostSeries) return;
        if (runs.Count >= MostRuns) runs.Clear();
        runs[run.Id] = run;
    }
}
