using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Errors;

namespace ExperimentTracker.InvokeRun;

/// <summary>How a block ended, as the status of its run.</summary>
internal sealed record BlockOutcome(RunStatus Status, string? Detail = null)
{
    /// <summary>The verdict on a block that ended by itself.</summary>
    public static BlockOutcome OfErrors(int errors, bool failOnError) => errors > 0 && failOnError
        ? new(RunStatus.Failed, string.Create(CultureInfo.InvariantCulture, $"The block wrote {errors} error{(errors == 1 ? "" : "s")}."))
        : new(RunStatus.Succeeded);

    /// <summary>The verdict on a block that was left by an exception.</summary>
    /// <param name="exception">What left the block.</param>
    /// <param name="stopped">Whether the pipeline is being stopped.</param>
    /// <param name="stoppedBy">The error that ended the pipeline because of -ErrorAction.</param>
    public static BlockOutcome Of(Exception exception, bool stopped, ErrorRecord? stoppedBy) => exception switch
    {
        _ when stopped => new(RunStatus.Cancelled, "The pipeline was stopped."),
        TerminateException => new(RunStatus.Cancelled, "Stopped in the debugger."),
        ExitException exit => OfExit(exit),
        PipelineStoppedException when stoppedBy is not null => new(RunStatus.Failed, stoppedBy.ToText()),

        // Select-Object -First and its like have what they wanted; break, continue and return leave the block on purpose.
        PipelineStoppedException or FlowControlException => new(RunStatus.Succeeded),
        IContainsErrorRecord { ErrorRecord: { } error } => new(RunStatus.Failed, error.ToText()),
        _ => new(RunStatus.Failed, exception.Message),
    };

    /// <summary>Whether the exception is an error of the user's own, and not one of the engine's wrappings, which it knows by type.</summary>
    public static bool IsThrownByUser(Exception exception) =>
        exception is RuntimeException and not (PipelineStoppedException or CmdletInvocationException or ActionPreferenceStopException);

    private static BlockOutcome OfExit(ExitException exit)
    {
        int code = LanguagePrimitives.TryConvertTo(exit.Argument, out int given) ? given : 0;
        return code == 0
            ? new(RunStatus.Succeeded)
            : new(RunStatus.Failed, string.Create(CultureInfo.InvariantCulture, $"The block exited with code {code}."));
    }
}
