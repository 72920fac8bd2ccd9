using System.Globalization;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Reads the file of a metric: a line for each point, with its time in milliseconds, its value, and since version 1.0 its step.</summary>
internal static class MLflowMetricFile
{
    private const int LongestLine = 4096;

    public static IEnumerable<MLflowPoint> Read(string path, string key, string owner, TransferLosses losses, CancellationToken cancellation)
    {
        using StreamReader? reader = Open(path, losses);
        if (reader is null) yield break;
        char[] line = new char[LongestLine];
        for (long number = 1; ; number++)
        {
            if ((number & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
            int length = ReadLine(reader, line);
            if (length < 0) yield break;
            ReadOnlySpan<char> text = line.AsSpan(0, Math.Min(length, LongestLine)).Trim();
            if (text.IsEmpty) continue;
            if (length <= LongestLine && Parse(text, key) is { } point) yield return point;
            else losses.Add("damaged line of a metric", "it is not a time, a value and a step", $"line {number} of '{key}' of {owner}");
        }
    }

    private static StreamReader? Open(string path, TransferLosses losses)
    {
        try
        {
            return new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            losses.Add("damaged file", "it cannot be read", path);
            return null;
        }
    }

    // The length of the line, of which the buffer has the beginning; -1 at the end. A file of one endless line must not fill the memory.
    private static int ReadLine(StreamReader reader, char[] line)
    {
        int length = 0;
        for (int next = reader.Read(); ; next = reader.Read())
        {
            if (next < 0) return length == 0 ? -1 : length;
            if (next == '\n') return length;
            if (length < line.Length) line[length] = (char)next;
            if (length <= line.Length) length++;
        }
    }

    private static MLflowPoint? Parse(ReadOnlySpan<char> line, string key)
    {
        string[] parts = line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds)) return null;
        if (Value(parts[1]) is not { } value) return null;
        long step = 0;
        return parts.Length > 2 && !long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out step) ? null : new(key, step, value, milliseconds);
    }

    // The texts of Python's float: nan, inf and -inf have no capitals.
    private static double? Value(string text) => text.ToLowerInvariant() switch
    {
        "nan" => double.NaN,
        "inf" or "infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null,
    };
}
