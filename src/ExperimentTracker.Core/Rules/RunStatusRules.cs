namespace ExperimentTracker.Rules;

/// <summary>The lifecycle of a run.</summary>
public static class RunStatusRules
{
    private static readonly Dictionary<string, RunStatus> Words = new(StringComparer.OrdinalIgnoreCase)
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

    /// <summary>Whether the status is one of the ends.</summary>
    public static bool IsEnded(this RunStatus status) => status >= RunStatus.Succeeded;

    /// <summary>Whether the lifecycle allows the change. From an end back to Running it does so only when <paramref name="resuming"/>.</summary>
    public static bool Allows(RunStatus from, RunStatus to, bool resuming) => from switch
    {
        RunStatus.Pending => !resuming && to is RunStatus.Running or RunStatus.Cancelled,
        RunStatus.Running => !resuming && to.IsEnded(),
        _ => resuming && to == RunStatus.Running,
    };

    /// <summary>
    /// Reads a status from its name or from a word that other trackers use for it (<c>DONE</c>, <c>SUCCESS</c>, <c>completed</c>,
    /// <c>ERROR</c> …), without regard to case.
    /// </summary>
    /// <returns>Whether the word is known.</returns>
    public static bool TryParse(string word, out RunStatus status) =>
        Words.TryGetValue(word.Trim(), out status) ||
        (word.Trim().All(char.IsAsciiLetter) && Enum.TryParse(word.Trim(), ignoreCase: true, out status));

    /// <summary>The words besides the names that <see cref="TryParse"/> reads.</summary>
    public static IReadOnlyCollection<string> KnownWords => Words.Keys;
}
