using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ExperimentTracker.Storage.Engine;

/// <summary>A list of strings or integers as one parameter, in <c>IN (SELECT value FROM json_each(@1))</c>.</summary>
internal sealed class SqlList
{
    private readonly object items;

    private SqlList(object items) => this.items = items;

    /// <summary>The items, if they are strings.</summary>
    public IReadOnlyList<string>? Strings => items as string[];

    /// <summary>The items, if they are integers.</summary>
    public IReadOnlyList<long>? Integers => items as long[];

    /// <summary>The items, if they are doubles.</summary>
    public IReadOnlyList<double>? Doubles => items as double[];

    /// <summary>A list of doubles, for engines whose statements take lists of them.</summary>
    public static SqlList Of(double[] values) => new(values);

    /// <summary>A list of strings.</summary>
    public static SqlList Of(IEnumerable<string> values) => new(values.ToArray());

    /// <summary>A list of integers.</summary>
    public static SqlList Of(IEnumerable<long> values) => new(values as long[] ?? values.ToArray());

    /// <summary>A list of integers.</summary>
    public static SqlList Of(IEnumerable<int> values) => new(values.Select(value => (long)value).ToArray());

    /// <summary>The list as JSON.</summary>
    public string ToJson()
    {
        var text = new StringBuilder("[");
        if (Strings is { } strings)
        {
            foreach (string item in strings) Separated(text).Append('"').Append(IsPlain(item) ? item : JsonEncodedText.Encode(item).Value).Append('"');
        }
        else
        {
            foreach (long item in Integers!) Separated(text).Append(CultureInfo.InvariantCulture, $"{item}");
        }

        return text.Append(']').ToString();
    }

    private static StringBuilder Separated(StringBuilder text) => text.Length > 1 ? text.Append(',') : text;

    // Ids and digests. The encoder for other strings takes milliseconds to load.
    private static bool IsPlain(string text)
    {
        foreach (char c in text) if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/' or ':')) return false;
        return true;
    }
}
