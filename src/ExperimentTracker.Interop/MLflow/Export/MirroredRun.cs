using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>
/// A run that a mirror sends: what of it was sent. Points are read from the highest step that was sent. Those with lower steps, which the number of points shows, and those of
/// a run that the server had before are compared with what the server has.
/// </summary>
internal sealed class MirroredRun(string id)
{
    private readonly Dictionary<(string Key, string? Label), Sent> series = [];
    private readonly MLflowNames names = new([]);
    private MLflowFoundRun? found;
    private string? details;

    /// <summary>The id of the run.</summary>
    public string Id => id;

    /// <summary>The id of the run on the server; <see langword="null"/> before it was sent.</summary>
    public string? ServerId => found?.Id;

    /// <summary>Sends what is new.</summary>
    /// <param name="store">The store.</param>
    /// <param name="target">The server.</param>
    /// <param name="run">The run as it is now, with its parameters and tags.</param>
    /// <param name="parent">The id of the parent run on the server, if it is there.</param>
    /// <param name="cancellation">Cancels sending. What was sent is remembered.</param>
    /// <returns>The number of points that were sent.</returns>
    public long Send(IExperimentStore store, MLflowTarget target, Run run, string? parent, CancellationToken cancellation)
    {
        found ??= target.FindOrCreate(run, cancellation);
        Metric[] metrics = [.. store.Metrics.List([id], cancellation).OrderBy(m => m.Name, StringComparer.Ordinal)];
        SendDetails(store, target, run, metrics, parent, cancellation);
        long points = 0;
        foreach (Metric metric in metrics) points += SendPoints(store, target, metric, cancellation);
        if (run.EndedAt is not null)
        {
            target.SetStatus(found, run, cancellation);
            target.SetTag(found, ServerExport.StateTag, UtcTicks.From(run.UpdatedAt).ToString(System.Globalization.CultureInfo.InvariantCulture), cancellation);
        }

        return points;
    }

    private void SendDetails(IExperimentStore store, MLflowTarget target, Run run, Metric[] metrics, string? parent, CancellationToken cancellation)
    {
        string now = $"{run.Status} {run.Name} {run.Description} {run.Parameters} {run.Tags} {parent} {metrics.Length}";
        if (details == now) return;
        var item = new TransferRun
        {
            Run = run,
            Tags = store.Tags.List(RecordType.Run, [id], cancellation),
            History = store.Runs.History([id], cancellation),
            Metrics = [.. metrics.Select(m => new TransferSeries { Key = m.Key, Label = m.Label, Unit = m.Unit, Goal = m.Goal })],
        };
        target.SendDetails(found!, item, RunNames.OnServer(item, names), parent, cancellation);
        details = now;
    }

    private long SendPoints(IExperimentStore store, MLflowTarget target, Metric metric, CancellationToken cancellation)
    {
        bool isKnown = series.TryGetValue((metric.Key, metric.Label), out Sent? sent);
        if (isKnown && metric.Count == sent!.Count) return 0;
        MetricSeries read = store.Metrics.Read(metric, isKnown ? sent!.LastStep : 0, long.MaxValue, cancellation);
        int old = isKnown ? sent!.AtLastStep : 0;
        bool isComplete = isKnown && read.Count - old >= metric.Count - sent!.Count;
        if (isKnown && !isComplete) (read, old) = (store.Metrics.Read(metric, 0, long.MaxValue, cancellation), 0);
        if (read.Count == 0) return 0;
        DateTime[] times = read.TimestampsUtc;
        TransferPoints points = TransferPoints.Create(read.Steps[old..], read.Values[old..], [.. times[old..].Select(t => t.Ticks)]);
        long count = target.SendPoints(found!, names.Of(metric.Name), points, compare: isKnown ? !isComplete : !found!.IsNew, cancellation);
        long last = read.Steps[^1];
        series[(metric.Key, metric.Label)] = new Sent(isComplete ? sent!.Count + read.Count - old : read.Count, last, read.Steps.Count(step => step == last));
        return count;
    }

    // The number of points, the highest step, and how many points have it.
    private sealed record Sent(long Count, long LastStep, int AtLastStep);
}
