using System.Management.Automation;

namespace ExperimentTracker.Commands;

/// <summary>Adds a result to a run: its final accuracy and loss, in total and by label.</summary>
[Cmdlet(VerbsCommon.Add, "Result", SupportsShouldProcess = true)]
[OutputType(typeof(Result))]
public sealed class AddResultCommand : EvaluationAddingCommand
{
    private protected override RecordType Type => RecordType.Result;
}
