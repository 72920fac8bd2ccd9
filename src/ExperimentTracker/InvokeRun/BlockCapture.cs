using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ExperimentTracker.Errors;
using ExperimentTracker.Services;

namespace ExperimentTracker.InvokeRun;

/// <summary>Logs the output of a block: its streams, its text output, the exit codes of native programs, and the error that ended it.</summary>
internal sealed class BlockCapture : IDisposable
{
    private readonly RunLogBuffer log;
    private readonly ExitCodeWatch exitCodes;

    public BlockCapture(RunLogBuffer log, PSVariableIntrinsics variables)
    {
        this.log = log;
        exitCodes = ExitCodeWatch.Start(variables, LogExitCode);
    }

    /// <summary>The reason why lines are missing, or <see langword="null"/>.</summary>
    public TrackerException? Failure => log.Failure;

    /// <summary>Logs an output object. Of the success stream only strings are logged, which is what native programs write; other objects are data.</summary>
    public void Log(object? item)
    {
        switch (item is PSObject { BaseObject: var inner } ? inner : item)
        {
            case BlockOutput { Value: var value }:
                if ((value is PSObject { BaseObject: var wrapped } ? wrapped : value) is string text) log.Add("Output", text);
                break;
            case ErrorRecord error when error.IsNative(): log.Add("StdErr", error.ToString()); break;
            case ErrorRecord error: LogError(error); break;
            case WarningRecord warning: log.Add("Warning", warning.Message); break;
            case VerboseRecord verbose: log.Add("Verbose", verbose.Message); break;
            case DebugRecord debug: log.Add("Debug", debug.Message); break;
            case InformationRecord information: log.Add("Information", information.ToString()); break;
        }
    }

    /// <summary>Logs the error that ended the block.</summary>
    public void LogEnd(Exception exception)
    {
        if (exception is ExitException exit) log.Add("ExitCode", $"{exit.Argument ?? 0}: the block");
        else if (exception is IContainsErrorRecord { ErrorRecord: { } error } and not PipelineStoppedException) LogError(error);
    }

    /// <summary>Writes the remaining lines and stops the watch.</summary>
    public void Dispose()
    {
        exitCodes.Dispose();
        log.Dispose();
    }

    private void LogError(ErrorRecord error) => log.Add(
        "Error",
        $"{error}{Environment.NewLine}FullyQualifiedErrorId: {error.FullyQualifiedErrorId}{Environment.NewLine}{error.ScriptStackTrace}".TrimEnd());

    // The statement contains the name of the program.
    private void LogExitCode(object? code)
    {
        CallStackFrame? frame = Runspace.DefaultRunspace?.Debugger.GetCallStack().FirstOrDefault();
        log.Add("ExitCode", frame?.Position is { } position ? $"{code}: {position.Text} ({frame.GetScriptLocation()})" : $"{code}");
    }
}
