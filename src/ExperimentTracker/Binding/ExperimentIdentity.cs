using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What an <c>-Experiment</c> parameter takes: an experiment, a run of it; or a text: an id, a name, or <c>project/experiment</c>.</summary>
public sealed class ExperimentIdentity : RecordIdentity<Experiment>
{
    /// <summary>Names an experiment by a text.</summary>
    public ExperimentIdentity(string text) : base(text) { }

    /// <summary>Names an experiment by its object.</summary>
    public ExperimentIdentity(Experiment experiment) : base(experiment, experiment.Id) { }

    /// <summary>Names the experiment of a run.</summary>
    public ExperimentIdentity(Run run) : base(run, run.ExperimentId) => OfRun = run;

    /// <summary>Names the experiment of a trial.</summary>
    public ExperimentIdentity(Trial trial) : base(trial, trial.ExperimentId) { }

    /// <summary>Names an experiment by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ExperimentIdentity(PSObject foreign) : base(foreign, RecordType.Experiment) { }

    /// <summary>The run whose experiment it is, when a run named it.</summary>
    internal Run? OfRun { get; }

    internal override string IdOf(Experiment record) => record.Id;

    private protected override string NameOf(Experiment record) => record.Name;

    private protected override IEnumerable<Experiment> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Experiments.Query(query, cancellation);

    private protected override Experiment? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.TryFindExperiment(store, Text, parentId, removed, cancellation);

    private protected override TrackerException NotFound() => CatalogErrors.NotFound(RecordType.Experiment, Text);
}
