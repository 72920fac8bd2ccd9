using System.Management.Automation;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Errors;

/// <summary>Converts a <see cref="TrackerException"/> to PowerShell's error record.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord ToErrorRecord(this TrackerException error)
    {
        var record = new ErrorRecord(error, error.ErrorId, CategoryOf(error.Kind), error.Target);

        // A message can quote input, which must not contain control characters.
        string shown = DisplayText.Text(error.Message);
        if (shown != error.Message) record.ErrorDetails = new ErrorDetails(shown);
        return record;
    }

    /// <summary>Whether the error is a line that a native program wrote to its error stream, and not an error of PowerShell.</summary>
    public static bool IsNative(this ErrorRecord error) => error.FullyQualifiedErrorId is "NativeCommandError" or "NativeCommandErrorMessage";

    private static ErrorCategory CategoryOf(TrackerErrorKind kind) => kind switch
    {
        TrackerErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        TrackerErrorKind.Ambiguous => ErrorCategory.InvalidArgument,
        TrackerErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        TrackerErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        TrackerErrorKind.InvalidState => ErrorCategory.InvalidOperation,
        TrackerErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        TrackerErrorKind.Corrupt => ErrorCategory.InvalidData,
        TrackerErrorKind.Unsupported => ErrorCategory.NotImplemented,
        TrackerErrorKind.TimedOut => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.ResourceUnavailable,
    };
}
