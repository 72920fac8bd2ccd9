using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;

namespace ExperimentTracker.Commands;

/// <summary>Creates a pending run, to be started later.</summary>
[Cmdlet(VerbsCommon.New, "Run", SupportsShouldProcess = true, DefaultParameterSetName = NewSet)]
[OutputType(typeof(Run))]
public sealed class NewRunCommand : RunCreatingCommand
{
    /// <inheritdoc/>
    [Parameter(ParameterSetName = NewSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [RecordTransformation(RecordType.Experiment, AcceptsRuns = true)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public override ExperimentIdentity? Experiment { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = NewSet, Position = 1, ValueFromPipelineByPropertyName = true)]
    public override string? Name { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ShouldCreate(NewRunText, "Create run")) WriteObject(OrOffline(() => CreateRun(start: false)).Run);
    }
}
