using System.Management.Automation;

namespace ExperimentTracker.Commands;

/// <summary>Gets the epochs of runs.</summary>
[Cmdlet(VerbsCommon.Get, "Epoch")]
[OutputType(typeof(Epoch))]
public sealed class GetEpochCommand : EvaluationReadingCommand
{
    private protected override RecordType Type => RecordType.Epoch;
}
