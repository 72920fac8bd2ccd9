using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>The value of a <c>-Trial</c> parameter: a trial, one of its runs, or a string that is an id, a name, or <c>experiment/trial</c>.</summary>
public sealed class TrialIdentity : RecordIdentity<Trial>
{
    /// <summary>Identifies a trial by a string.</summary>
    public TrialIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public TrialIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies a trial by its record.</summary>
    public TrialIdentity(Trial trial) : base(trial, trial.Id) { }

    /// <summary>Identifies the trial of a run.</summary>
    public TrialIdentity(Run run) : base(run, run.TrialId ?? Trial.DefaultIdOf(run.ExperimentId)) { }

    /// <summary>Identifies a trial by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">The object does not identify one.</exception>
    public TrialIdentity(PSObject foreign) : base(foreign, RecordType.Trial) { }

    /// <summary>Returns the ids of the trials that the string matches, including default trials, for a query of runs.</summary>
    /// <param name="store">The store.</param>
    /// <param name="experimentIds">The ids of the experiments, or <see langword="null"/> for all.</param>
    /// <param name="cancellation">Cancels the operation.</param>
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
