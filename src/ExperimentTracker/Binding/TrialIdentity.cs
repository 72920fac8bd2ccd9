using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Trial</c> parameter takes: a trial, a run of it; or a text: an id, a name, or <c>experiment/trial</c>.</summary>
public sealed class TrialIdentity : IRecordIdentity
{
    /// <summary>Names a trial by a text.</summary>
    public TrialIdentity(string text) => Text = text;

    /// <summary>Names a trial by its object.</summary>
    public TrialIdentity(Trial trial)
        : this(trial.Id) => (IsExact, Home) = (true, RecordHomes.Of(trial));

    /// <summary>Names the trial of a run.</summary>
    public TrialIdentity(Run run)
        : this(run.TrialId ?? Trial.DefaultIdOf(run.ExperimentId)) => (IsExact, Home) = (true, RecordHomes.Of(run));

    /// <summary>Names a trial by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public TrialIdentity(PSObject foreign) => (Text, IsExact) = ForeignRecord.Identify(foreign, RecordType.Trial);

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <summary>Whether the text has wildcards.</summary>
    public bool HasWildcards => !IsExact && Wildcards.AreIn(Text);

    /// <inheritdoc/>
    IExperimentStore? IRecordIdentity.Home => Home;

    private IExperimentStore? Home { get; }

    /// <summary>Finds the one trial.</summary>
    /// <exception cref="TrackerException"><c>TrialNotFound</c> or <c>TrialAmbiguous</c>.</exception>
    public Trial Find(
        IExperimentStore store, CancellationToken cancellation, string? experimentId = null, RemovedFilter removed = RemovedFilter.Live) =>
        string.IsNullOrEmpty(Text)
            ? throw CatalogErrors.NotFound(RecordType.Trial, Text)
            : Identities.FindTrial(store, Text, experimentId, removed, cancellation);

    /// <summary>Finds every trial that the text fits; only without wildcards does there have to be one.</summary>
    /// <exception cref="TrackerException"><c>TrialNotFound</c> or <c>TrialAmbiguous</c>.</exception>
    public IEnumerable<Trial> FindAll(
        IExperimentStore store, CancellationToken cancellation, string? experimentId = null, RemovedFilter removed = RemovedFilter.Live)
    {
        if (!HasWildcards) return [Find(store, cancellation, experimentId, removed)];
        var query = new CatalogQuery { NamePrefix = Wildcards.PrefixOf(Text), ExperimentId = experimentId, Removed = removed };
        var pattern = new NamePattern(Text);
        return store.Trials.Query(query, cancellation).Where(t => pattern.IsMatch(t.Name));
    }

    /// <summary>The ids of the trials that the text fits, default trials among them, by which runs are queried.</summary>
    /// <param name="store">The store.</param>
    /// <param name="experimentIds">The experiments that are meant, or <see langword="null"/> for all.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <exception cref="TrackerException"><c>TrialNotFound</c> or <c>TrialAmbiguous</c>.</exception>
    public IEnumerable<string> FindIds(IExperimentStore store, IReadOnlyCollection<string>? experimentIds, CancellationToken cancellation)
    {
        if (TrialRules.IsDefault(Text))
        {
            return (experimentIds ?? store.Experiments.Query(new(), cancellation).Select(e => e.Id)).Select(Trial.DefaultIdOf);
        }

        if (TrialRules.ExperimentOfDefault(Text) is { } experiment && Identities.TryFindExperiment(store, experiment, cancellation: cancellation) is { } found)
        {
            return [Trial.DefaultIdOf(found.Id)];
        }

        return FindAll(store, cancellation, experimentIds is { Count: 1 } ? experimentIds.First() : null).Select(t => t.Id);
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
