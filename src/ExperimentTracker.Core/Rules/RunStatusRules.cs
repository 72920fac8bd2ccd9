namespace ExperimentTracker.Rules;

/// <summary>The lifecycle of a run.</summary>
public static class RunStatusRules
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

    /// <summary>Whether the status is final.</summary>
    public static bool IsEnded(this RunStatus status) => status >= RunStatus.Succeeded;

    /// <summary>Whether the lifecycle allows the change. From a final status back to Running it does so only when <paramref name="resuming"/>.</summary>
    public static bool Allows(RunStatus from, RunStatus to, bool resuming) => from switch
    {
        RunStatus.Pending => !resuming && to is RunStatus.Running or RunStatus.Cancelled,
        RunStatus.Running => !resuming && to.IsEnded(),
        _ => resuming && to == RunStatus.Running,
    };

    /// <summary>
    /// Parses a status from its name or from a value of another tracker (<c>DONE</c>, <c>SUCCESS</c>, <c>completed</c>, <c>ERROR</c> …), ignoring
    /// case.
    /// </summary>
    /// <returns>Whether the value is known.</returns>
    public static bool TryParse(string value, out RunStatus status) =>
        Synonyms.TryGetValue(value.Trim(), out status) ||
        (value.Trim().All(char.IsAsciiLetter) && Enum.TryParse(value.Trim(), ignoreCase: true, out status));

    /// <summary>The values, in addition to the names, that <see cref="TryParse"/> accepts.</summary>
    public static IReadOnlyCollection<string> KnownValues => Synonyms.Keys;
}
