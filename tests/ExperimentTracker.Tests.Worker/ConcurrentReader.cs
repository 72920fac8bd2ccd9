using System.Diagnostics;
using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Reads and searches beside many concurrent writers, and validates what it reads.</summary>
public static class ConcurrentReader
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <returns>How many reads it made, and how many points they returned.</returns>
    public static string Read(IExperimentStore store, TimeSpan duration)
    {
        var random = new Random(1);
        long started = Stopwatch.GetTimestamp(), reads = 0, points = 0;
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            store.Describe(None);
            Run[] some = [.. store.Runs.Query(new() { First = 100, Statuses = [RunStatus.Running, RunStatus.Succeeded] }, None)];
            // The runs of runspaces have other values. They are checked at the end.
            foreach (Run run in some.Where(r => r.Experiment != "runspaces" && random.Next(10) == 0)) points += ReadRun(store, run);
            store.Experiments.Query(new() { NamePrefix = "con" }, None);
            reads += 3;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{reads}\t{points}");
    }

    private static long ReadRun(IExperimentStore store, Run run)
    {
        try
        {
            foreach (Artifact artifact in store.Artifacts.Query(new() { OwnerIds = [run.Id] }, None)) ArtifactReader.ReadBytes(store, artifact, null, None);
            Metric? metric = store.Metrics.List([run.Id], None).FirstOrDefault(m => m.Key == WriteLoop.Key);
            if (metric is null) return 0;
            MetricSeries series = store.Metrics.Read(metric, 0, long.MaxValue, None);
            for (int i = 0; i < series.Count; i++)
            {
                if (series.Steps[i] != i || !series.Values[i].Equals(WriteLoop.ValueAt(i))) throw new InvalidDataException($"Point {i} of run {run.Path} is ({series.Steps[i]}, {series.Values[i]}).");
            }

            if (series.Count < metric.Count) throw new InvalidDataException($"Run {run.Path} had {metric.Count} points, and then {series.Count}.");
            return series.Count;
        }
        catch (TrackerException e) when (e.ErrorId is "RunNotFound" or "ArtifactMissing" or "MetricNotFound")
        {
            // The run may have been removed and collected since the query. If it still exists, the exception is an error.
            if (store.Runs.Query(new() { Ids = [run.Id] }, None).Any()) throw;
            return 0;
        }
    }
}
