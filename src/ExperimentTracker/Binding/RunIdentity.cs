using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>
/// What a <c>-Run</c> parameter takes: a run, or something that belongs to one; or a text: an id, the start or end of one, a name,
/// <c>experiment/12</c> or <c>experiment/namespace/12</c>.
/// </summary>
public sealed class RunIdentity
{
    /// <summary>Names a run by a text.</summary>
    public RunIdentity(string text) => Text = text;

    /// <summary>Names a run by its object.</summary>
    public RunIdentity(Run run)
        : this(run.Id) => IsExact = true;

    /// <summary>Names the run that a series belongs to.</summary>
    public RunIdentity(Metric metric)
        : this(metric.RunId) => IsExact = true;

    /// <summary>Names the run that a series belongs to.</summary>
    public RunIdentity(MetricSeries series)
        : this(series.RunId) => IsExact = true;

    /// <summary>Names the run of an object that came back from a job or a file.</summary>
    public RunIdentity(PSObject deserialized)
        : this(deserialized.Properties["Id"]?.Value as string ?? deserialized.ToString()) => IsExact = true;

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <summary>Whether the text has wildcards.</summary>
    public bool HasWildcards => !IsExact && WildcardPattern.ContainsWildcardCharacters(Text);

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
