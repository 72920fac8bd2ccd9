namespace ExperimentTracker.Rules;

/// <summary>The lifecycle of a run.</summary>
public static class RunStatusRules
{
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
    public static bool TryParse(string value, out RunStatus status) => RunStatusConverter.TryParse(value, out status);

    /// <summary>The values, in addition to the names, that <see cref="TryParse"/> accepts.</summary>
    public static IReadOnlyCollection<string> KnownValues => RunStatusConverter.Aliases;
}
