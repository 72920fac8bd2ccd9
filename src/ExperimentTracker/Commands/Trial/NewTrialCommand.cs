using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Creates a trial of an experiment.</summary>
[Cmdlet(VerbsCommon.New, "Trial", SupportsShouldProcess = true)]
[OutputType(typeof(Trial))]
public sealed class NewTrialCommand : NewRecordCommand<Trial>
{
    /// <summary>The experiment it belongs to; a name that is not there yet is created. Without it, the experiment Default.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity? Experiment { get; set; }

    /// <summary>Its configuration: any object.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Config { get; set; }

    /// <summary>When it started; without it, now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
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
            StartedAt = StartedAt is { } moment ? UtcTicks.From(moment) : null,
        };
        return store =>
        {
            string experiment = Experiment?.TextOrFound(store, Cancellation) ?? ExperimentTracker.Experiment.DefaultName;
            string id = RunFactory.FindOrCreateExperiment(store, experiment, cancellation: Cancellation);
            return store.Trials.Create([draft with { ExperimentId = id }], Cancellation)[0];
        };
    }
}
