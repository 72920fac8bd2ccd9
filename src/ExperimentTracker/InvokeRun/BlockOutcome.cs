using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Errors;

namespace ExperimentTracker.InvokeRun;

/// <summary>The outcome of a block, as the status of its run.</summary>
/// <param name="Status">The status.</param>
/// <param name="Detail">The message of the error, or the reason.</param>
/// <param name="Error">The details of the error.</param>
internal sealed record BlockOutcome(RunStatus Status, string? Detail = null, RunError? Error = null)
{
    /// <summary>The outcome of a block that ended normally.</summary>
    /// <param name="errors">The number of non-terminating errors.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="failOnError">Whether they make the run fail.</param>
    public static BlockOutcome OfErrors(int errors, ErrorRecord? first, bool failOnError) => errors > 0 && failOnError
        ? new(RunStatus.Failed, string.Create(CultureInfo.InvariantCulture, $"The block wrote {errors} error{(errors == 1 ? "" : "s")}."), RunErrorDetails.OfMany(first!))
        : new(RunStatus.Succeeded);

    /// <summary>The outcome of a block that ended with an exception.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="stopped">Whether the pipeline is being stopped.</param>
    /// <param name="stoppedBy">The error that ended the pipeline because of -ErrorAction.</param>
    public static BlockOutcome Of(Exception exception, bool stopped, ErrorRecord? stoppedBy) => exception switch
    {
        _ when stopped => new(RunStatus.Cancelled, "The pipeline was stopped."),
        TerminateException => new(RunStatus.Cancelled, "Stopped in the debugger."),
        ExitException exit => OfExit(exit),
        PipelineStoppedException when stoppedBy is not null => OfError(stoppedBy),

        // Select-Object -First and similar commands have received enough; break, continue and return leave the block intentionally.
        PipelineStoppedException or FlowControlException => new(RunStatus.Succeeded),
        IContainsErrorRecord { ErrorRecord: { } error } => OfError(RunErrorDetails.WithException(error, exception)),
        _ => new(RunStatus.Failed, exception.Message, RunErrorDetails.Of(exception)),
    };

    /// <summary>Whether the user threw the exception, and it is not a wrapper of the engine, which the engine recognises by type.</summary>
    public static bool IsThrownByUser(Exception exception) =>
        exception is RuntimeException and not (PipelineStoppedException or CmdletInvocationException or ActionPreferenceStopException);

    private static BlockOutcome OfError(ErrorRecord error) => new(RunStatus.Failed, RunErrorDetails.MessageOf(error), RunErrorDetails.Of(error));

    private static BlockOutcome OfExit(ExitException exit)
    {
        int code = LanguagePrimitives.TryConvertTo(exit.Argument, out int given) ? given : 0;
        return code == 0
            ? new(RunStatus.Succeeded)
            : new(RunStatus.Failed, string.Create(CultureInfo.InvariantCulture, $"The block exited with code {code}."));
    }
}
