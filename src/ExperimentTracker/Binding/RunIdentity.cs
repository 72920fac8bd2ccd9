using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>
/// What a <c>-Run</c> parameter takes: a run, or something that belongs to one; or a text: an id, the start or end of one, a name,
/// <c>experiment/12</c> or <c>experiment/namespace/12</c>.
/// </summary>
public sealed class RunIdentity : IRecordIdentity
{
    /// <summary>Names a run by a text.</summary>
    public RunIdentity(string text) => Text = text;

    /// <summary>Names a run by its object.</summary>
    public RunIdentity(Run run)
        : this(run.Id) => (IsExact, Home) = (true, RecordHomes.Of(run));

    /// <summary>Names the run that a series belongs to, and the series.</summary>
    public RunIdentity(Metric metric)
        : this(metric.RunId) => (IsExact, Series, Home) = (true, metric.Name, RecordHomes.Of(metric));

    /// <summary>Names the run that a series belongs to, and the series.</summary>
    public RunIdentity(MetricSeries series)
        : this(series.RunId) => (IsExact, Series, Home) = (true, series.Name, RecordHomes.Of(series));

    /// <summary>Names the run that a point belongs to.</summary>
    public RunIdentity(MetricPoint point)
        : this(point.RunId) => IsExact = true;

    /// <summary>Names the run that a parameter belongs to.</summary>
    public RunIdentity(RunParameter parameter)
        : this(parameter.RunId) => (IsExact, Home) = (true, RecordHomes.Of(parameter));

    /// <summary>Names the run of an epoch or a result.</summary>
    public RunIdentity(Evaluation evaluation)
        : this(evaluation.RunId) => IsExact = true;

    /// <summary>Names the run that consumed something.</summary>
    public RunIdentity(RunInput input)
        : this(input.RunId) => IsExact = true;

    /// <summary>Names the run that logged something.</summary>
    public RunIdentity(RunLog log)
        : this(log.RunId) => IsExact = true;

    /// <summary>Names the run whose status changed.</summary>
    public RunIdentity(StatusChange change)
        : this(change.RunId) => (IsExact, Home) = (true, RecordHomes.Of(change));

    /// <summary>Names a run by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public RunIdentity(PSObject foreign) => (Text, IsExact) = ForeignRecord.Identify(foreign, RecordType.Run);

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <summary>The name of the one series that was given, when it was one and not a run.</summary>
    public string? Series { get; }

    /// <inheritdoc/>
    IExperimentStore? IRecordIdentity.Home => Home;

    private IExperimentStore? Home { get; }

    /// <summary>Whether the text has wildcards.</summary>
    public bool HasWildcards => !IsExact && Wildcards.AreIn(Text);

    /// <summary>Finds the one run.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c> or <c>RunAmbiguous</c>.</exception>
    public Run Find(IExperimentStore store, CancellationToken cancellation, RemovedFilter removed = RemovedFilter.Live)
    {
        if (string.IsNullOrEmpty(Text)) throw CatalogErrors.NotFound(RecordType.Run, Text);
        if (!IsExact) return Identities.FindRun(store, Text, removed, cancellation);
        return store.Runs.Query(new() { Ids = [Text], Removed = removed }, cancellation).FirstOrDefault()
            ?? throw CatalogErrors.NotFound(RecordType.Run, Text);
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
