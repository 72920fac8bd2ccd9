using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>
/// What a <c>-Run</c> parameter takes: a run, or something that belongs to one; or a text: an id, the start or end of one, a name,
/// <c>experiment/12</c> or <c>experiment/namespace/12</c>.
/// </summary>
public sealed class RunIdentity : RecordIdentity<Run>
{
    /// <summary>Names a run by a text.</summary>
    public RunIdentity(string text) : base(text) { }

    /// <summary>Names a run by its object.</summary>
    public RunIdentity(Run run) : base(run, run.Id) { }

    /// <summary>Names the run that a series belongs to, and the series.</summary>
    public RunIdentity(Metric metric) : base(metric, metric.RunId) => Series = metric.Name;

    /// <summary>Names the run that a series belongs to, and the series.</summary>
    public RunIdentity(MetricSeries series) : base(series, series.RunId) => Series = series.Name;

    /// <summary>Names the run that a point belongs to.</summary>
    public RunIdentity(MetricPoint point) : base(point, point.RunId) { }

    /// <summary>Names the run that a parameter belongs to.</summary>
    public RunIdentity(RunParameter parameter) : base(parameter, parameter.RunId) { }

    /// <summary>Names the run of an epoch or a result.</summary>
    public RunIdentity(Evaluation evaluation) : base(evaluation, evaluation.RunId) { }

    /// <summary>Names the run that consumed something.</summary>
    public RunIdentity(RunInput input) : base(input, input.RunId) { }

    /// <summary>Names the run that logged something.</summary>
    public RunIdentity(RunLog log) : base(log, log.RunId) { }

    /// <summary>Names the run whose status changed.</summary>
    public RunIdentity(StatusChange change) : base(change, change.RunId) { }

    /// <summary>Names the run that made a version of a model.</summary>
    /// <exception cref="PSInvalidCastException">No run made it.</exception>
    public RunIdentity(ModelVersion version)
        : base(version, version.RunId ?? throw new PSInvalidCastException($"The version {version.Path} was made by no run.")) { }

    /// <summary>Names a run by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public RunIdentity(PSObject foreign) : base(foreign, RecordType.Run) =>
        Series = ForeignRecord.Is<Metric>(foreign) || ForeignRecord.Is<MetricSeries>(foreign) ? ForeignRecord.TextOf(foreign, nameof(Metric.Name)) : null;

    /// <summary>The name of the one series that was given, when it was one and not a run.</summary>
    public string? Series { get; }

    /// <summary>Finds every run that the text fits.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c>.</exception>
    public override IEnumerable<Run> FindAll(
        IExperimentStore store, CancellationToken cancellation, string? parentId = null, RemovedFilter removed = RemovedFilter.Live) =>
        RunSearch.Find(store, this, new() { Removed = removed }, cancellation);

    internal override string IdOf(Run record) => record.Id;

    private protected override string NameOf(Run record) => record.Name;

    private protected override IEnumerable<Run> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Runs.Query(new() { Ids = query.Ids, Removed = query.Removed }, cancellation);

    private protected override Run? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.FindRun(store, Text, removed, cancellation);

    private protected override TrackerException NotFound() => CatalogErrors.NotFound(RecordType.Run, Text);
}
