using System.Management.Automation;

namespace ExperimentTracker.Commands;

/// <summary>Adds an epoch to a run: its accuracy and loss after one pass over the data, in total and by label.</summary>
[Cmdlet(VerbsCommon.Add, "Epoch", SupportsShouldProcess = true)]
[OutputType(typeof(Epoch))]
public sealed class AddEpochCommand : EvaluationAddingCommand
{
    private protected override RecordType Type => RecordType.Epoch;
}
