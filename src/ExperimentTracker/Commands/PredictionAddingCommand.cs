using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that calculates a measure of predictions and adds it to a run as an artifact. All objects of the pipeline are one measure.</summary>
public abstract class PredictionAddingCommand : RunWritingCommand
{
    private readonly List<string> actual = [];

    /// <summary>What is true, for each prediction.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Truth")]
    public string[] Actual { get; set; } = [];

    /// <summary>The key of the artifact; defaults to its type.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ArtifactCompleter))]
    public string? Key { get; set; }

    /// <summary>The step that it shows, from 0.</summary>
    [Parameter]
    [StepTransformation(typeof(long?), Lowest = 0)]
    public long? Step { get; set; }

    /// <summary>Replaces an artifact with the same key and step.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The run: its id, name, path or object. Without it, the current run.</summary>
    [Parameter]
    [Alias("RunId")]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunIdentity? Run { get; set; }

    /// <summary>The type of the artifact.</summary>
    private protected abstract string Type { get; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Key is not null) ArtifactRules.CheckKey(Key);
    }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        actual.AddRange(Actual);
        Take();
    }

    /// <inheritdoc/>
    protected sealed override void End()
    {
        if (actual.Count == 0) return;
        NamedValues value = Calculate(actual);
        string runId = TargetRunId;
        IExperimentStore store = RunStore;
        if (!ShouldWrite(runId, $"Add artifact '{Key ?? Type}'")) return;
        Artifact added = ArtifactIntake.AddObject(
            store,
            new ArtifactDraft { OwnerType = RecordType.Run, OwnerId = runId, Key = Key ?? Type, Step = Step, Type = Type, Replace = Force },
            value,
            Cancellation);
        if (PassThru) WriteObject(added);
    }

    /// <summary>Takes the other values of a record.</summary>
    private protected abstract void Take();

    /// <summary>Calculates the content of the artifact.</summary>
    private protected abstract NamedValues Calculate(IReadOnlyList<string> actual);
}
