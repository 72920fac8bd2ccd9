using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Reflection;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>
/// Refuses a bound value that is null or blank, for every parameter of every cmdlet. Such a value comes from an unset variable or an empty cell. It
/// must not mean what a parameter that is not given means: all records, the current run, the store of the session.
/// </summary>
/// <remarks>
/// A parameter for which such a value has a meaning declares it: <see cref="AllowNullAttribute"/>, <see cref="AllowEmptyStringAttribute"/> (for blank
/// strings too), <see cref="AllowEmptyCollectionAttribute"/> and <see cref="NullPropertyIsOmittedAttribute"/>.
/// </remarks>
internal static class NullCheck
{
    [Flags]
    private enum Gaps
    {
        None = 0,
        Null = 1,
        Blank = 2,
        EmptyList = 4,
        NullProperty = 8,
    }

    private static readonly ConcurrentDictionary<(Type Cmdlet, string Parameter), Gaps> Allowed = [];

    /// <summary>Checks the values of all parameters that are bound.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="isPiped">Whether a parameter gets its value from the pipeline.</param>
    /// <param name="pipedObject">Returns the pipeline object of a cmdlet.</param>
    /// <exception cref="TrackerException"><c>NullArgument</c>.</exception>
    public static void Check(PSCmdlet cmdlet, Func<string, bool> isPiped, Func<Cmdlet, PSObject?> pipedObject)
    {
        foreach ((string name, object? value) in cmdlet.MyInvocation.BoundParameters)
        {
            object? plain = Unwrap(value);
            if (IsTextOfRow(plain) && isPiped(name) && pipedObject(cmdlet) is { BaseObject: PSCustomObject })
            {
                throw NullErrors.Argument(name, $"is missing: the piped object has no property {name} with a value");
            }

            if (plain is Array list) CheckList(cmdlet, name, list);
            else CheckOne(cmdlet, name, plain, isPiped);
        }
    }

    /// <summary>Whether a value is null, a DBNull, an empty result of a command, or blank.</summary>
    public static bool IsNullOrBlank(object? value) => GapOf(Unwrap(value)) != Gaps.None;

    private static void CheckOne(PSCmdlet cmdlet, string name, object? value, Func<string, bool> isPiped)
    {
        Gaps gap = GapOf(value);
        if (gap == Gaps.None) return;
        Gaps allowed = AllowedOf(cmdlet, name);
        if (allowed.HasFlag(gap) || (gap == Gaps.Null && allowed.HasFlag(Gaps.NullProperty) && isPiped(name))) return;
        throw NullErrors.Argument(name, gap == Gaps.Null ? "is null" : "is blank", allowed.HasFlag(Gaps.Blank) ? " An empty string is valid." : "");
    }

    private static void CheckList(PSCmdlet cmdlet, string name, Array list)
    {
        if (list.Length == 0)
        {
            if (!AllowedOf(cmdlet, name).HasFlag(Gaps.EmptyList)) throw NullErrors.Argument(name, "is an empty list");
            return;
        }

        // An array of numbers has no nulls.
        if (list is not object?[] items) return;
        for (int i = 0; i < items.Length; i++)
        {
            Gaps gap = GapOf(Unwrap(items[i]));
            if (gap != Gaps.None && !AllowedOf(cmdlet, name).HasFlag(gap))
            {
                throw NullErrors.Argument(name, $"has a {(gap == Gaps.Null ? "null" : "blank value")} at index {i}");
            }
        }
    }

    // The types of this assembly that parameters have identify something by a string.
    private static Gaps GapOf(object? value) => value switch
    {
        null or DBNull => Gaps.Null,
        _ when ReferenceEquals(value, AutomationNull.Value) => Gaps.Null,
        string text => string.IsNullOrWhiteSpace(text) ? Gaps.Blank : Gaps.None,
        _ when value.GetType().Assembly == typeof(NullCheck).Assembly => string.IsNullOrWhiteSpace(value.ToString()) ? Gaps.Blank : Gaps.None,
        _ => Gaps.None,
    };

    // PowerShell binds a row without a value for the property as a whole, converted to text: @{Name=}.
    private static bool IsTextOfRow(object? value) =>
        (value is string[] { Length: 1 } list ? list[0] : value) is string text && text.StartsWith("@{", StringComparison.Ordinal);

    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private static Gaps AllowedOf(PSCmdlet cmdlet, string parameter) => Allowed.GetOrAdd((cmdlet.GetType(), parameter), static key => Read(key.Cmdlet, key.Parameter));

    private static Gaps Read(Type cmdlet, string parameter)
    {
        // PowerShell's own common parameters are not checked.
        if (cmdlet.GetProperty(parameter) is not { } property || !property.IsDefined(typeof(ParameterAttribute))) return (Gaps)~0;
        return When<AllowNullAttribute>(Gaps.Null) | When<AllowEmptyStringAttribute>(Gaps.Blank) |
            When<AllowEmptyCollectionAttribute>(Gaps.EmptyList) | When<NullPropertyIsOmittedAttribute>(Gaps.NullProperty);

        Gaps When<T>(Gaps gap)
            where T : Attribute => property.IsDefined(typeof(T)) ? gap : Gaps.None;
    }
}
