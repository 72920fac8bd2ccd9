namespace ExperimentTracker;

/// <summary>The details of the error that ended a run, in addition to its message. Secrets are redacted.</summary>
public sealed record RunError
{
    /// <summary>No details: the run did not fail, or only a message is known.</summary>
    public static RunError None { get; } = new();

    /// <summary>The full name of the type of the exception.</summary>
    public string? Type { get; init; }

    /// <summary>The FullyQualifiedErrorId.</summary>
    public string? Id { get; init; }

    /// <summary>The category: <c>ObjectNotFound: (/data:String) [Get-Item], ItemNotFoundException</c>.</summary>
    public string? Category { get; init; }

    /// <summary>The place in the script: <c>/work/train.ps1: line 12</c>.</summary>
    public string? Position { get; init; }

    /// <summary>The source line.</summary>
    public string? Line { get; init; }

    /// <summary>The script stack trace, the innermost call first.</summary>
    public string? ScriptStackTrace { get; init; }

    /// <summary>The inner exceptions, one a line with its type, the outermost first.</summary>
    public string? InnerErrors { get; init; }

    /// <summary>The type and the place.</summary>
    public override string ToString() => string.Join(", ", new[] { Type, Position }.Where(part => part is not null));
}
