using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Redaction;

namespace ExperimentTracker.Errors;

/// <summary>Reads from PowerShell's error records and exceptions what a run keeps of the error that ended it. Secrets are redacted.</summary>
internal static class RunErrorDetails
{
    private const int DeepestInner = 32;
    private const string Deserialized = "Deserialized.";

    /// <summary>The message.</summary>
    public static string MessageOf(ErrorRecord error) => SecretRedactor.ForThisProcess().Text(error.ToString());

    /// <summary>The error record of an exception. The one that the engine's exceptions contain has a placeholder in their place.</summary>
    public static ErrorRecord WithException(ErrorRecord error, Exception exception) =>
        error.Exception is ParentContainsErrorRecordException ? new ErrorRecord(error, exception) : error;

    /// <summary>The details of an error record.</summary>
    public static RunError Of(ErrorRecord error) => Redact(Read(error));

    /// <summary>The details of the first of several errors, whose message is the first of the inner errors.</summary>
    public static RunError OfMany(ErrorRecord first)
    {
        RunError error = Read(first);
        return Redact(error with { InnerErrors = string.Join('\n', new[] { $"{error.Type}: {first}", error.InnerErrors }.Where(line => line is not null)) });
    }

    /// <summary>The details of an exception without an error record.</summary>
    public static RunError Of(Exception exception) => Redact(new RunError { Type = TypeOf(exception), InnerErrors = InnerOf(exception) });

    private static RunError Read(ErrorRecord error)
    {
        InvocationInfo? place = error.InvocationInfo;
        string? script = string.IsNullOrEmpty(place?.ScriptName) ? null : place.ScriptName;
        return new RunError
        {
            Type = TypeOf(error.Exception),
            Id = NotEmpty(error.FullyQualifiedErrorId),
            Category = NotEmpty(error.CategoryInfo.ToString()),
            Position = place is not { ScriptLineNumber: > 0 } ? null
                : string.Create(CultureInfo.InvariantCulture, $"{script ?? "<prompt>"}: line {place.ScriptLineNumber}"),
            Line = NotEmpty(place?.Line?.Trim()),
            ScriptStackTrace = NotEmpty(error.ScriptStackTrace),
            InnerErrors = InnerOf(error.Exception),
        };
    }

    // An exception from another process has the names of its types.
    private static string TypeOf(Exception exception)
    {
        string? name = exception is RemoteException { SerializedRemoteException.TypeNames: [var first, ..] } ? first : exception.GetType().FullName;
        return name!.StartsWith(Deserialized, StringComparison.Ordinal) ? name[Deserialized.Length..] : name;
    }

    private static string? InnerOf(Exception exception)
    {
        string[] lines = [.. Inner(exception, DeepestInner).Select(inner => $"{TypeOf(inner)}: {inner.Message}")];
        return lines.Length == 0 ? null : string.Join('\n', lines);
    }

    private static IEnumerable<Exception> Inner(Exception exception, int depth)
    {
        IEnumerable<Exception> inner = exception is AggregateException many ? many.InnerExceptions : exception.InnerException is { } one ? [one] : [];
        return depth == 0 ? [] : inner.SelectMany(e => Inner(e, depth - 1).Prepend(e));
    }

    private static RunError Redact(RunError error)
    {
        SecretRedactor secrets = SecretRedactor.ForThisProcess();
        return error with
        {
            Id = Redacted(error.Id),
            Category = Redacted(error.Category),
            Line = Redacted(error.Line),
            ScriptStackTrace = Redacted(error.ScriptStackTrace),
            InnerErrors = Redacted(error.InnerErrors),
        };

        string? Redacted(string? text) => text is null ? null : secrets.Text(text);
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
