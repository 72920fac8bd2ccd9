using System.Globalization;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Rows;

/// <summary>
/// A table of logged values as delimited text, with a row of names first: what Keras' and Lightning's CSV loggers, DVCLive and the export of W&amp;B's history write.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class CsvFile(string path)
{
    private const int HeadSize = 1 << 16;

    /// <summary>The names and the values of the first row, which identify a file that has no other identity; <see langword="null"/> when it is no such table.</summary>
    public (string[] Names, string[] First)? Head()
    {
        byte[] head = ForeignFiles.Head(path, HeadSize);
        if (head.Length == 0 || Array.IndexOf(head, (byte)0) >= 0) return null;
        try
        {
            var reader = new DelimitedReader(new StreamReader(new MemoryStream(head)), DelimiterOf(head));
            List<string> names = [], first = [];
            if (!reader.Next(names) || !reader.Next(first)) return null;
            bool isTable = names.Count > 1 && (names.Count == first.Count || head.Length == HeadSize) && names.Distinct(StringComparer.Ordinal).Count() == names.Count
                && !names.Exists(name => name.Length == 0 || PythonJson.Number(name) is not null);
            return isTable ? ([.. names], [.. first]) : null;
        }
        catch (ByteFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether it is a table with a step, or a time, and a number.</summary>
    public bool HasSteps() => Head() is { } head && LoggedValues.StepAmong(head.Names) is { } step
        && PythonJson.Number(head.First.ElementAtOrDefault(Array.IndexOf(head.Names, step)) ?? "") is { } number && double.IsInteger(number)
        && head.First.Count(value => PythonJson.Number(value) is not null) > 1;

    /// <summary>Reads the rows into a run, up to the end or the first damage.</summary>
    public void ReadInto(ForeignRun run, ForeignReading reading)
    {
        using FileStream stream = ForeignFiles.Open(path);
        using var text = new StreamReader(stream);
        var reader = new DelimitedReader(text, DelimiterOf(ForeignFiles.Head(path, HeadSize)));
        List<string> names = [], row = [];
        try
        {
            if (!reader.Next(names)) return;
            var columns = new Columns(names);
            while (reader.Next(row))
            {
                reading.Cancellation.ThrowIfCancellationRequested();
                if (row.Count == names.Count) columns.AddTo(run, reading, row);
                else reading.Losses.Add("row", "it does not have a value for each name", Place(reader.Line));
            }
        }
        catch (ByteFormatException e)
        {
            reading.Losses.Add("damaged file", $"{e.Message}; what is before it was read", Place(reader.Line));
        }
    }

    private string Place(long line) => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, line {line}");

    // What occurs most often in the first line.
    private static char DelimiterOf(ReadOnlySpan<byte> head)
    {
        int end = head.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? head : head[..end];
        int tabs = line.Count((byte)'\t'), semicolons = line.Count((byte)';'), commas = line.Count((byte)',');
        return tabs > commas && tabs >= semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    /// <summary>What the columns are.</summary>
    private sealed class Columns
    {
        private readonly List<string> names;
        private readonly int step, time;

        public Columns(List<string> names)
        {
            this.names = names;
            step = names.IndexOf(LoggedValues.StepAmong(names) ?? "");
            time = names.IndexOf(LoggedValues.TimeAmong(names) ?? "");
        }

        public void AddTo(ForeignRun run, ForeignReading reading, List<string> row)
        {
            double? number = step < 0 ? null : PythonJson.Number(row[step]);
            long? at = number is { } whole && double.IsInteger(whole) && Math.Abs(whole) < 1L << 53 ? (long)whole : null;
            if (step >= 0 && at is null)
            {
                reading.Losses.Add("row", "its step is not an integer", $"{names[step]} = {ForeignNames.Valid(row[step])}");
                return;
            }

            DateTime? when = time < 0 ? null : PythonJson.Number(row[time]) is { } seconds ? LoggedValues.Time(seconds) : ForeignTimes.FromText(row[time]);
            Saw(run, when);
            for (int i = 0; i < row.Count; i++)
            {
                if (i == step || i == time || row[i].Length == 0 || names[i] == "_runtime") continue;
                if (PythonJson.Number(row[i]) is { } value) run.AddPoint(names[i], null, at, value, when);
                else reading.Losses.Add("value", "it is text, and a point is a number", $"{names[i]} = {ForeignNames.Valid(row[i])}");
            }
        }

        private static void Saw(ForeignRun run, DateTime? at)
        {
            if (at is null) return;
            run.StartedAt ??= at;
            if (run.EndedAt is null || at > run.EndedAt) run.EndedAt = at;
        }
    }
}
