using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets the logs of runs, in the order they were written.</summary>
[Cmdlet(VerbsCommon.Get, "RunLog")]
[OutputType(typeof(RunLog))]
public sealed class GetRunLogCommand : RunReadingCommand
{
    /// <summary>These streams only.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(LogStreamCompleter))]
    public string[]? Stream { get; set; }

    /// <summary>The last entries only, that many of each run.</summary>
    [Parameter]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <inheritdoc/>
    protected override void Process() =>
        ForEach(TargetRuns(), run => WriteObject(RunStore.Logs.List(run.Id, Stream, Tail, Cancellation), enumerateCollection: true));
}
