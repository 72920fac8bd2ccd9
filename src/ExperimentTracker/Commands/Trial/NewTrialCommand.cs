using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Creates a trial of an experiment.</summary>
[Cmdlet(VerbsCommon.New, "Trial", SupportsShouldProcess = true)]
[OutputType(typeof(Trial))]
public sealed class NewTrialCommand : NewRecordCommand<Trial>
{
    /// <summary>The experiment; a new name creates the experiment. Defaults to the experiment Default.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity? Experiment { get; set; }

    /// <summary>The configuration: any object.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Config { get; set; }

    /// <summary>The start time; defaults to now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? StartedAt { get; set; }

    private protected override Func<IExperimentStore, Trial> Prepare()
    {
        TrialRules.CheckName(Name);
        var draft = new TrialDraft
        {
            Id = Id,
            Name = Name,
            ExperimentId = "",
            Description = Description,
            Config = DomainValues.From(nameof(Config), Config),
            StartedAt = StartedAt is { } time ? UtcTicks.From(time) : null,
        };
        return store =>
        {
            string experiment = TextIn(Experiment, store) ?? ExperimentTracker.Experiment.DefaultName;
            string id = RunFactory.FindOrCreateExperiment(store, experiment, cancellation: Cancellation);
            return store.Trials.Create([draft with { ExperimentId = id }], Cancellation)[0];
        };
    }
}
