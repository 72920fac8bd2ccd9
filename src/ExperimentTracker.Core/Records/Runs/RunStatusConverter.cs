namespace ExperimentTracker;

/// <summary>
/// Converts strings to a status wherever PowerShell compares or casts, so that <c>$_.Status -eq 'SUCCESS'</c> holds for a run that succeeded: the names, and
/// the values of other trackers (<c>DONE</c>, <c>SUCCESS</c>, <c>completed</c>, <c>ERROR</c> …), ignoring case.
/// </summary>
public sealed class RunStatusConverter() : AliasConverter<RunStatus>(Synonyms)
{
    private static readonly Dictionary<string, RunStatus> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["new"] = RunStatus.Pending,
        ["created"] = RunStatus.Pending,
        ["queued"] = RunStatus.Pending,
        ["scheduled"] = RunStatus.Pending,
        ["started"] = RunStatus.Running,
        ["done"] = RunStatus.Succeeded,
        ["success"] = RunStatus.Succeeded,
        ["completed"] = RunStatus.Succeeded,
        ["finished"] = RunStatus.Succeeded,
        ["error"] = RunStatus.Failed,
        ["failure"] = RunStatus.Failed,
        ["canceled"] = RunStatus.Cancelled,
        ["aborted"] = RunStatus.Killed,
        ["crashed"] = RunStatus.Killed,
    };

    /// <summary>The values in addition to the names.</summary>
    public static IReadOnlyCollection<string> Aliases => Synonyms.Keys;

    /// <summary>Parses a name or an alias.</summary>
    /// <returns>Whether the value is known.</returns>
    public static bool TryParse(string value, out RunStatus status) => TryParse(value, Synonyms, out status);
}
