using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>
/// The value of a <c>-Run</c> parameter: a run, a record that belongs to one, or a string that is an id, the start or end of an id, a name,
/// <c>experiment/12</c> or <c>experiment/namespace/12</c>.
/// </summary>
public sealed class RunIdentity : RecordIdentity<Run>
{
    /// <summary>Identifies a run by a string.</summary>
    public RunIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public RunIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies a run by its record.</summary>
    public RunIdentity(Run run) : base(run, run.Id) { }

    /// <summary>Identifies the run of a series, and the series.</summary>
    public RunIdentity(Metric metric) : base(metric, metric.RunId) => Series = metric.Name;

    /// <summary>Identifies the run of a series, and the series.</summary>
    public RunIdentity(MetricSeries series) : base(series, series.RunId) => Series = series.Name;

    /// <summary>Identifies the run that a point belongs to.</summary>
    public RunIdentity(MetricPoint point) : base(point, point.RunId) { }

    /// <summary>Identifies the run that a parameter belongs to.</summary>
    public RunIdentity(RunParameter parameter) : base(parameter, parameter.RunId) { }

    /// <summary>Identifies the run of an epoch or a result.</summary>
    public RunIdentity(Evaluation evaluation) : base(evaluation, evaluation.RunId) { }

    /// <summary>Identifies the run of an input.</summary>
    public RunIdentity(RunInput input) : base(input, input.RunId) { }

    /// <summary>Identifies the run that a distribution belongs to.</summary>
    public RunIdentity(Distribution distribution) : base(distribution, distribution.RunId) { }

    /// <summary>Identifies the run that an alert told about.</summary>
    /// <exception cref="PSInvalidCastException">The event is about no run.</exception>
    public RunIdentity(RunAlertEvent told)
        : base(told, told.RunId ?? throw new PSInvalidCastException($"The event of the alert '{told.Alert}' is about no run.")) { }

    /// <summary>Identifies the run of a log entry.</summary>
    public RunIdentity(RunLog log) : base(log, log.RunId) { }

    /// <summary>Identifies the run whose status changed.</summary>
    public RunIdentity(StatusChange change) : base(change, change.RunId) { }

    /// <summary>Identifies the run that produced a model version.</summary>
    /// <exception cref="PSInvalidCastException">The version has no run.</exception>
    public RunIdentity(ModelVersion version)
        : base(version, version.RunId ?? throw new PSInvalidCastException($"The version {version.Path} has no run.")) { }

    /// <summary>Identifies the run that owns an artifact.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public RunIdentity(Artifact artifact) : base(artifact, ForeignRecord.IdIn(artifact, RecordType.Run)) { }

    /// <summary>Identifies the run that has a tag.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public RunIdentity(ExperimentTag tag) : base(tag, ForeignRecord.IdIn(tag, RecordType.Run)) { }

    /// <summary>Identifies a run by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">The object does not identify one.</exception>
    public RunIdentity(PSObject foreign) : base(foreign, RecordType.Run) =>
        Series = ForeignRecord.Is<Metric>(foreign) || ForeignRecord.Is<MetricSeries>(foreign) ? ForeignRecord.TextOf(foreign, nameof(Metric.Name)) : null;

    /// <summary>The name of the series, if one was given instead of a run.</summary>
    public string? Series { get; }

    /// <summary>Finds all runs that the string matches.</summary>
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
