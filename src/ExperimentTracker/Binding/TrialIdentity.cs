using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Trial</c> parameter takes: a trial, a run of it; or a text: an id, a name, or <c>experiment/trial</c>.</summary>
public sealed class TrialIdentity : RecordIdentity<Trial>
{
    /// <summary>Names a trial by a text.</summary>
    public TrialIdentity(string text) : base(text) { }

    /// <summary>Names a trial by its object.</summary>
    public TrialIdentity(Trial trial) : base(trial, trial.Id) { }

    /// <summary>Names the trial of a run.</summary>
    public TrialIdentity(Run run) : base(run, run.TrialId ?? Trial.DefaultIdOf(run.ExperimentId)) { }

    /// <summary>Names a trial by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public TrialIdentity(PSObject foreign) : base(foreign, RecordType.Trial) { }

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

    internal override string IdOf(Trial record) => record.Id;

    private protected override string NameOf(Trial record) => record.Name;

    private protected override IEnumerable<Trial> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Trials.Query(query, cancellation);

    private protected override Trial? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.TryFindTrial(store, Text, parentId, removed, cancellation);

    private protected override CatalogQuery Within(string? parentId) => new() { ExperimentId = parentId };

    private protected override TrackerException NotFound() => CatalogErrors.NotFound(RecordType.Trial, Text);
}
