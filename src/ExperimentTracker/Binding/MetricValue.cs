using System.Runtime.CompilerServices;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Reads the values of metrics: numbers, and durations as their seconds with the unit s.</summary>
internal static class MetricValue
{
    private const string Seconds = "s";

    private static readonly ConditionalWeakTable<double[], string> Units = [];

    /// <summary>Reads one value.</summary>
    /// <returns><see langword="null"/>, or the reason why the value is refused, with what would be right.</returns>
    public static string? Read(object? value, out double number, out bool isDuration)
    {
        isDuration = value is not double && PlainValue.Of(value) is TimeSpan;
        if (!isDuration) return NumberReader.Read(value, out number);
        number = ((TimeSpan)PlainValue.Of(value)!).TotalSeconds;
        return null;
    }

    /// <summary>Reads one value or a list of values, and remembers whether the numbers were durations.</summary>
    public static ValueProblem? ReadAll(object? value, out double[] numbers)
    {
        if (value is double single)
        {
            numbers = [single];
            return null;
        }

        int durations = 0;
        if (ValueList.Read<double>(value, ValueKind.Number, ReadOne, out numbers) is { } problem) return problem;
        if (durations == 0) return null;
        if (durations < numbers.Length) return new ValueProblem(ValueKind.Number, value, null, "has durations among numbers: write the TotalSeconds of the durations");
        Units.Add(numbers, Seconds);
        return null;

        string? ReadOne(object? item, out double number)
        {
            string? refused = Read(item, out number, out bool isDuration);
            if (isDuration) durations++;
            return refused;
        }
    }

    /// <summary>Whether the numbers were read from durations.</summary>
    public static bool AreDurations(double[] numbers) => Units.TryGetValue(numbers, out _);

    /// <summary>Returns the unit of values: that of the caller, or s for durations.</summary>
    /// <exception cref="TrackerException"><c>UnsupportedValue</c>: durations with another unit.</exception>
    public static string? UnitOf(string key, bool areDurations, string? unit) =>
        !areDurations ? unit
        : unit is null or Seconds ? Seconds
        : throw ValueErrors.Number(key, $"Metric '{key}': a duration is recorded in seconds, and the unit is '{unit}'. Omit the unit, or write a number.");
}
