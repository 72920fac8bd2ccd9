using ExperimentTracker.Redaction;

namespace ExperimentTracker.Provenance;

/// <summary>The command line of this process, fit to be kept.</summary>
internal static class CommandLines
{
    /// <summary>The arguments separated by blanks, without their secrets.</summary>
    public static string Redacted { get; } = SecretRedactor.ForThisProcess().CommandLine(Environment.GetCommandLineArgs());
}
