using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>
/// The value of an <c>-Experiment</c> parameter: an experiment, one of its runs, or a string that is an id, a name, or <c>project/experiment</c>.
/// </summary>
public sealed class ExperimentIdentity : RecordIdentity<Experiment>
{
    /// <summary>Identifies an experiment by a string.</summary>
    public ExperimentIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public ExperimentIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies an experiment by its record.</summary>
    public ExperimentIdentity(Experiment experiment) : base(experiment, experiment.Id) { }

    /// <summary>Identifies the experiment of a run.</summary>
    public ExperimentIdentity(Run run) : base(run, run.ExperimentId) => OfRun = run;

    /// <summary>Identifies the experiment of a trial.</summary>
    public ExperimentIdentity(Trial trial) : base(trial, trial.ExperimentId) { }

    /// <summary>Identifies the experiment that owns an artifact.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public ExperimentIdentity(Artifact artifact) : base(artifact, ForeignRecord.IdIn(artifact, RecordType.Experiment)) { }

    /// <summary>Identifies the experiment that has a tag.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public ExperimentIdentity(ExperimentTag tag) : base(tag, ForeignRecord.IdIn(tag, RecordType.Experiment)) { }

    /// <summary>Identifies the experiment that has a retention policy.</summary>
    public ExperimentIdentity(RetentionPolicy policy) : base(policy, policy.ExperimentId) { }

    /// <summary>Identifies an experiment by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">The object does not identify one.</exception>
    public ExperimentIdentity(PSObject foreign) : base(foreign, RecordType.Experiment) { }

    /// <summary>The run that identifies the experiment, if it was given as one.</summary>
    internal Run? OfRun { get; }

    internal override string IdOf(Experiment record) => record.Id;

    private protected override string NameOf(Experiment record) => record.Name;

    private protected override IEnumerable<Experiment> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Experiments.Query(query, cancellation);

    private protected override Experiment? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.TryFindExperiment(store, Text, parentId, removed, cancellation);

    private protected override TrackerException NotFound() => CatalogErrors.NotFound(RecordType.Experiment, Text);
}
