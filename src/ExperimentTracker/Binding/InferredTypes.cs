using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>
/// Converts strings of parameters to the numbers and booleans that they are written as, for rows of CSV files, in which every value is a string. What a
/// number would lose stays a string: leading zeros, signs, digits that a floating-point number does not keep.
/// </summary>
internal static class InferredTypes
{
    /// <summary>Returns the parameters with converted values, also of nested objects and lists.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="report">Receives a sentence that names what was converted, if anything was.</param>
    public static NamedValues Of(NamedValues parameters, Action<string> report)
    {
        var converted = new List<string>();
        NamedValues result = OfMap(parameters, "", converted);
        if (converted.Count > 0) report($"Strings that became numbers or booleans: {string.Join(", ", converted)}.");
        return result;
    }

    private static NamedValues OfMap(NamedValues values, string prefix, List<string> converted) =>
        new(values.Pairs.Select(p => KeyValuePair.Create(p.Key, Of(p.Value, prefix + p.Key, converted))));

    private static object? Of(object? value, string name, List<string> converted)
    {
        switch (value)
        {
            case NamedValues nested: return OfMap(nested, name + ".", converted);
            case object?[] list: return list.Select((item, i) => Of(item, string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), converted)).ToArray();
            case string text when Read(text.Trim()) is { } typed:
                converted.Add($"{name}={ValueText.Format(typed)}");
                return typed;
            default: return value;
        }
    }

    private static object? Read(string text)
    {
        if (bool.TryParse(text, out bool flag)) return flag;
        string digits = text.StartsWith('-') ? text[1..] : text;
        bool isPlain = digits.Length > 0 && (char.IsAsciiDigit(digits[0]) || digits[0] == '.') && (digits[0] != '0' || digits.Length == 1 || !char.IsAsciiDigit(digits[1]));
        if (!isPlain) return null;
        if (digits.All(char.IsAsciiDigit)) return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) ? integer : null;
        return NumberText.Read(text, out double number) is null ? number : null;
    }
}
