using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Values;

namespace ExperimentTracker.Reports;

/// <summary>Numbers in the JSON of a report: those that JSON or a browser cannot hold are texts.</summary>
internal static class ReportNumbers
{
    // The integers that a double, which is all that scripts have, holds exactly: ±2⁵³.
    private const long LargestExact = 1L << 53;

    // A curve is drawn to a millionth of its range; more digits than these would cost more than they show.
    private const int LeastDigits = 6;
    private const int MostDigits = 12;

    /// <summary>The value of a parameter.</summary>
    public static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case long whole when Math.Abs((double)whole) < LargestExact: json.WriteNumberValue(whole); break;
            case double number: WriteReal(json, number); break;
            default: json.WriteStringValue(ValueText.Format(value)); break;
        }
    }

    /// <summary>A number, exactly.</summary>
    public static void WriteReal(Utf8JsonWriter json, double? number)
    {
        if (number is not { } real) json.WriteNullValue();
        else if (double.IsFinite(real)) json.WriteNumberValue(real);
        else json.WriteStringValue(NameOf(real));
    }

    /// <summary>A number in so many digits as one reads.</summary>
    public static void WriteShort(Utf8JsonWriter json, double? number) =>
        WriteReal(json, number is { } real && double.IsFinite(real) ? double.Parse(Text(real, LeastDigits), CultureInfo.InvariantCulture) : number);

    /// <summary>Steps as the first one and the differences, which are short.</summary>
    public static void WriteSteps(Utf8JsonWriter json, long[] steps)
    {
        json.WriteStartArray();
        for (int i = 0; i < steps.Length; i++) json.WriteNumberValue(i == 0 ? steps[0] : steps[i] - steps[i - 1]);
        json.WriteEndArray();
    }

    /// <summary>The values of a curve, in as many digits as its range needs.</summary>
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
