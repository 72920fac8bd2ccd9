using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Creates a trial of an experiment.</summary>
[Cmdlet(VerbsCommon.New, "Trial", SupportsShouldProcess = true)]
[OutputType(typeof(Trial))]
public sealed class NewTrialCommand : TrackerCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The experiment it belongs to; a name that is not there yet is created. Without it, the experiment Default.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity? Experiment { get; set; }

    /// <summary>Its configuration: any object.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Config { get; set; }

    /// <summary>What is tried.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>When it started; without it, now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTime? StartedAt { get; set; }

    /// <summary>Its id; without it, one is made.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        TrialRules.CheckName(Name);
        if (!ShouldProcess(Name, "Create trial")) return;
        string experiment = Experiment?.Text ?? ExperimentTracker.Experiment.DefaultName;
        var draft = new TrialDraft
        {
            Id = Id,
            Name = Name,
            ExperimentId = RunFactory.FindOrCreateExperiment(WriteStore, experiment, cancellation: Cancellation),
            Description = Description,
            Config = DomainValues.From(nameof(Config), Config),
            StartedAt = StartedAt is { } moment ? UtcTicks.From(moment) : null,
        };
        WriteObject(WriteStore.Trials.Create([draft], Cancellation)[0]);
    }
}
