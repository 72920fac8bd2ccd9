using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Stress;

/// <summary>Checks that a store contains every write that it acknowledged to many writers, once and in order.</summary>
public static class ConcurrencyCheck
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <exception cref="TrialException">Something is missing, duplicated or out of order.</exception>
    public static void Check(IExperimentStore store, string sharedRun, WriterTally[] tallies)
    {
        foreach (WriterTally tally in tallies) CheckWriter(store, tally);
        CheckShared(store, sharedRun, tallies);
    }

    private static void CheckWriter(IExperimentStore store, WriterTally tally)
    {
        string place = FormattableString.Invariant($"writer/{tally.Writer}");
        Run[] runs = [.. store.Runs.Query(new() { Namespace = place }, None)];
        long points = 0, artifacts = 0;
        foreach (Run run in runs)
        {
            points += CheckRun(run, store);
            artifacts += store.Artifacts.Query(new() { OwnerIds = [run.Id] }, None).Count(a => ArtifactReader.ReadBytes(store, a, null, None).Length > 0);
        }

        Same(place, "runs", tally.Runs, runs.Length);
        Same(place, "numbers", tally.Runs, runs.Select(r => r.Number).Distinct().Count());
        Same(place, "points", tally.Points, points);
        Same(place, "artifacts", tally.Artifacts, artifacts);
    }

    private static long CheckRun(Run run, IExperimentStore store)
    {
        MetricSeries series = store.Metrics.Read((Metric)run.MetricStatistics[WriteLoop.Key]!, 0, long.MaxValue, None);
        for (int i = 0; i < series.Count; i++)
        {
            if (series.Steps[i] != i || !series.Values[i].Equals(WriteLoop.ValueAt(i))) throw new TrialException($"Point {i} of run {run.Path} is ({series.Steps[i]}, {series.Values[i]}).");
        }

        bool complete = run.Status == RunStatus.Succeeded && run.Parameters.Count == 3 && run.Tags.Count == 2 && Equals(run.Parameters["round"]?.ToString(), run.Tags["round"]);
        return complete ? series.Count : throw new TrialException($"Run {run.Path} is {run.Status}, with {run.Parameters} and {run.Tags}.");
    }

    // The store assigned the steps. They have no gaps, and the values of each writer are in the order in which it added them.
    private static void CheckShared(IExperimentStore store, string runId, WriterTally[] tallies)
    {
        Metric metric = store.Metrics.List([runId], None).Single(m => m.Key == ConcurrentWriter.SharedKey);
        MetricSeries series = store.Metrics.Read(metric, 0, long.MaxValue, None);
        long[] next = new long[tallies.Max(t => t.Writer) + 1];
        for (int i = 0; i < series.Count; i++)
        {
            (int writer, long n) = ConcurrentWriter.OriginOf(series.Values[i]);
            if (series.Steps[i] != i || n != next[writer]++) throw new TrialException($"Point {i} of the shared series has step {series.Steps[i]} and is number {n} of writer {writer}.");
        }

        foreach (WriterTally tally in tallies) Same($"writer {tally.Writer}", "points of the shared series", tally.SharedPoints, next[tally.Writer]);
    }

    private static void Same(string writer, string what, long written, long found)
    {
        if (written != found) throw new TrialException($"{writer} wrote {written} {what}, and the store has {found}.");
    }
}
