using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>A value that is not what its place needs.</summary>
/// <param name="Kind">What is needed.</param>
/// <param name="Value">The value.</param>
/// <param name="Index">Its index in a list; <see langword="null"/> for a single value.</param>
/// <param name="Why">Why it is refused, and what would be right.</param>
internal sealed record ValueProblem(ValueKind Kind, object? Value, int? Index, string Why)
{
    private const int LongestShown = 60;

    /// <summary>Creates the error.</summary>
    /// <param name="place">Where the value was given, at the start of a sentence: a parameter, a property, an entry of a hashtable.</param>
    /// <param name="name">The name of the parameter or the key.</param>
    public TrackerException At(string place, string name)
    {
        string problem = $"{place}{(Index is { } i ? string.Create(CultureInfo.InvariantCulture, $", index {i}") : "")}: {Show(Value)} {Why}.";
        object? plain = PlainValue.Of(Value);
        return Kind switch
        {
            ValueKind.Number => ValueErrors.Number(name, problem),
            ValueKind.Integer => ValueErrors.Integer(plain, problem),
            ValueKind.Step => ValueErrors.Step(plain, problem),
            ValueKind.Time => ValueErrors.Time(plain, problem),
            ValueKind.Duration => ValueErrors.Duration(plain, problem),
            _ => ValueErrors.Range(plain, problem),
        };
    }

    /// <summary>Returns a short form of a value, for messages.</summary>
    public static string Show(object? value) => value switch
    {
        DBNull or PSObject { BaseObject: DBNull } => "DBNull",
        _ => ShowPlain(PlainValue.Of(value)),
    };

    private static string ShowPlain(object? plain) => plain switch
    {
        null => "$null",
        PSObject => "an object",
        bool flag => flag ? "$true" : "$false",
        string text => $"'{(text.Length <= LongestShown ? text : text[..LongestShown] + "…")}'",
        char character => $"the character '{character}'",
        Enum member => $"{member.GetType().Name}.{member}",
        IDictionary => "a hashtable",
        ICollection list => string.Create(CultureInfo.InvariantCulture, $"a list of {list.Count} values"),
        IFormattable => ValueText.Format(plain),
        _ => $"a value of the type {plain.GetType().Name}",
    };
}
