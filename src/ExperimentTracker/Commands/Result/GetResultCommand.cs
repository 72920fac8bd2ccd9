using System.Management.Automation;

namespace ExperimentTracker.Commands;

/// <summary>Gets the results of runs.</summary>
[Cmdlet(VerbsCommon.Get, "Result")]
[OutputType(typeof(Result))]
public sealed class GetResultCommand : EvaluationReadingCommand
{
    private protected override RecordType Type => RecordType.Result;
}
