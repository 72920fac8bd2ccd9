namespace ExperimentTracker.Rules;

/// <summary>Errors about values that are not what their place needs. Each names the place, the value and what would be right.</summary>
public static class ValueErrors
{
    /// <summary>A value that is not a number. Id: <c>UnsupportedValue</c>.</summary>
    public static TrackerException Number(string name, string problem) => new("UnsupportedValue", TrackerErrorKind.InvalidArgument, name, problem);

    /// <summary>A step or an index that is not an integer from 0. Id: <c>InvalidStep</c>.</summary>
    public static TrackerException Step(object? value, string problem) => new("InvalidStep", TrackerErrorKind.InvalidArgument, value, problem);

    /// <summary>A count, a size or a version that is not an integer. Id: <c>InvalidInteger</c>.</summary>
    public static TrackerException Integer(object? value, string problem) => new("InvalidInteger", TrackerErrorKind.InvalidArgument, value, problem);

    /// <summary>A value that is not a date and time. Id: <c>InvalidTimestamp</c>.</summary>
    public static TrackerException Time(object? value, string problem) => new("InvalidTimestamp", TrackerErrorKind.InvalidArgument, value, problem);

    /// <summary>A value that is not a duration. Id: <c>InvalidDuration</c>.</summary>
    public static TrackerException Duration(object? value, string problem) => new("InvalidDuration", TrackerErrorKind.InvalidArgument, value, problem);

    /// <summary>A number below or above what its place allows. Id: <c>ValueOutOfRange</c>.</summary>
    public static TrackerException Range(object? value, string problem) => new("ValueOutOfRange", TrackerErrorKind.InvalidArgument, value, problem);

    /// <summary>A name of a list or an object, which is not a name. Id: <c>InvalidName</c>.</summary>
    public static TrackerException Name(string place, string problem) => new("InvalidName", TrackerErrorKind.InvalidArgument, place, problem);

    /// <summary>Two names of one call that are one name. Id: <c>NamesCollide</c>.</summary>
    public static TrackerException Collision(string place, string first, string second) => new(
        "NamesCollide", TrackerErrorKind.InvalidArgument, second,
        $"{place} has both '{first}' and '{second}', which are one name: case is ignored. Remove or rename one of them.");
}
