namespace ExperimentTracker.Rules;

/// <summary>The error for a value that is null or blank where a value is expected.</summary>
public static class NullErrors
{
    /// <summary>A parameter or a property of a pipeline object has no value. Id: <c>NullArgument</c>.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="what">What is wrong with the value: <c>is null</c>, <c>is blank</c>, <c>has a null at index 1</c>.</param>
    /// <param name="hint">A further sentence, or nothing.</param>
    public static TrackerException Argument(string name, string what, string hint = "") => new(
        "NullArgument", TrackerErrorKind.InvalidArgument, name,
        $"The value of -{name} {what}, which is not the same as a parameter that is not given. Check the variable, command or property that the value " +
        $"comes from, or omit -{name}.{hint}");
}
