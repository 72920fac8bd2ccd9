using ExperimentTracker.Redaction;

namespace ExperimentTracker.Provenance;

/// <summary>The command line of this process, redacted.</summary>
internal static class CommandLines
{
    /// <summary>The arguments, separated by spaces, with secrets redacted.</summary>
    public static string Redacted { get; } = SecretRedactor.ForThisProcess().CommandLine(Environment.GetCommandLineArgs());
}
