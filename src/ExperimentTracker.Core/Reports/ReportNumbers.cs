using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Values;

namespace ExperimentTracker.Reports;

/// <summary>Writes numbers to the JSON of a report. Those that JSON or a browser cannot represent are strings.</summary>
internal static class ReportNumbers
{
    // The largest integer up to which a double, the only number type of scripts, is exact: 2⁵³.
    private const long LargestExact = 1L << 53;

    // A curve is drawn with a precision of a millionth of its range; more digits would only take space.
    private const int LeastDigits = 6;
    private const int MostDigits = 12;

    /// <summary>The value of a parameter.</summary>
    public static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case long integer when Math.Abs((double)integer) < LargestExact: json.WriteNumberValue(integer); break;
            case double number: WriteDouble(json, number); break;
            default: json.WriteStringValue(ValueText.Format(value)); break;
        }
    }

    /// <summary>Writes a number exactly.</summary>
    public static void WriteDouble(Utf8JsonWriter json, double? number)
    {
        if (number is not { } value) json.WriteNullValue();
        else if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(NameOf(value));
    }

    /// <summary>Writes a number with few digits for display.</summary>
    public static void WriteShort(Utf8JsonWriter json, double? number) =>
        WriteDouble(json, number is { } value && double.IsFinite(value) ? double.Parse(Text(value, LeastDigits), CultureInfo.InvariantCulture) : number);

    /// <summary>Writes steps as the first one and the differences, which are short.</summary>
    public static void WriteSteps(Utf8JsonWriter json, long[] steps)
    {
        json.WriteStartArray();
        for (int i = 0; i < steps.Length; i++) json.WriteNumberValue(i == 0 ? steps[0] : steps[i] - steps[i - 1]);
        json.WriteEndArray();
    }

    /// <summary>Writes the values of a curve, with as many digits as its range needs.</summary>
    public static void WriteCurve(Utf8JsonWriter json, double[] values)
    {
        int digits = DigitsOf(values);
        json.WriteStartArray();
        foreach (double value in values)
        {
            if (double.IsFinite(value)) json.WriteRawValue(Text(value, digits), skipInputValidation: true);
            else json.WriteStringValue(NameOf(value));
        }

        json.WriteEndArray();
    }

    private static int DigitsOf(double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return LeastDigits;
        double largest = finite.Max(Math.Abs), range = finite.Max() - finite.Min();
        return range > 0 ? Math.Clamp(LeastDigits + (int)Math.Log10(largest / range), LeastDigits, MostDigits) : MostDigits;
    }

    private static string Text(double value, int digits) => value.ToString($"G{digits}", CultureInfo.InvariantCulture);

    private static string NameOf(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
