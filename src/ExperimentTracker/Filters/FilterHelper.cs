using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Text.RegularExpressions;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Filters;

/// <summary>What the block of a filter calls when it decides on a run. Not for scripts.</summary>
public static class FilterHelper
{
    private static readonly ConcurrentDictionary<long, object?[]> Known = [];
    private static long last;

    // A search with a usual pattern takes microseconds.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(250);

    [ThreadStatic]
    private static object? right;

    [ThreadStatic]
    private static Regex? lastPattern;

    /// <summary>Returns a value that was evaluated before the query.</summary>
    public static object? Value(long filter, int index) => Known[filter][index];

    /// <summary>Returns the names of statuses for their names in other trackers, and other values as they are.</summary>
    public static object? Status(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string text => RunStatusRules.TryParse(text, out RunStatus status) ? status.ToString() : text,
        IList list => list.Cast<object?>().Select(Status).ToArray(),
        _ => value,
    };

    /// <summary>Returns the left operand of a comparison or, if both are dates, of a difference, as an instant; <see cref="Right"/> returns the other one.</summary>
    public static object? Left(object? left, object? right, bool onlyDates)
    {
        (left, FilterHelper.right) = Instants.Of(left, right, onlyDates);
        return left;
    }

    /// <summary>Returns the right operand of the comparison whose left operand was just returned.</summary>
    public static object? Right()
    {
        object? value = right;
        right = null;
        return value;
    }

    /// <summary>Whether there is a value with that name.</summary>
    public static bool Has(object? names, object? name) =>
        (names is PSObject wrapped ? wrapped.BaseObject : names) is NamedValues values && name is not null && values.Contains(LanguagePrimitives.ConvertTo<string>(name));

    /// <summary>Returns the pattern of <c>-match</c> as an expression that gives up when a search takes long, for filters that somebody else wrote.</summary>
    /// <exception cref="RegexParseException">The pattern is not valid.</exception>
    public static Regex Pattern(object? pattern, bool isCaseSensitive)
    {
        string text = LanguagePrimitives.ConvertTo<string>(pattern);
        RegexOptions options = isCaseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase;
        if (lastPattern is { } known && known.Options == options && known.ToString() == text) return known;
        return lastPattern = new(text, options, LongestMatch);
    }

    /// <summary>Reserves a number for the values of a filter.</summary>
    internal static long NewId() => Interlocked.Increment(ref last);

    internal static void Add(long filter, object?[] values) => Known[filter] = values;

    internal static void Remove(long filter) => Known.TryRemove(filter, out _);
}
