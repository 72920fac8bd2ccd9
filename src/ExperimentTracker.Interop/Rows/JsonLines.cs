using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Rows;

/// <summary>Objects of logged values, one a line (jsonlines.org).</summary>
/// <param name="path">The file.</param>
internal sealed class JsonLines(string path)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int MaxLine = 16 << 20;

    private const int HeadSize = 1 << 16;

    /// <summary>The first line, if it is an object; <see langword="null"/> when the file is no such file.</summary>
    public JsonElement? First()
    {
        byte[] head = ForeignFiles.Head(path, HeadSize);
        int end = Array.IndexOf(head, (byte)'\n');
        if (head.Length == 0 || (end < 0 && head.Length == HeadSize)) return null;
        return Parse(head.AsMemory(0, end < 0 ? head.Length : end)) is { ValueKind: JsonValueKind.Object } first ? first : null;
    }

    /// <summary>Whether its lines have a step, or a time, and a number.</summary>
    public bool HasSteps() => First() is { } first && first.EnumerateObject().Select(p => p.Name).ToArray() is var names
        && (LoggedValues.StepAmong(names) ?? LoggedValues.TimeAmong(names)) is not null
        && first.EnumerateObject().Count(p => PythonJson.Number(p.Value) is not null) > 1;

    /// <summary>Reads the lines into a run. A line that is not an object is a loss; the others are read.</summary>
    public void ReadInto(ForeignRun run, ForeignReading reading)
    {
        var values = new LoggedValues(run, reading, _ => null);
        using FileStream stream = ForeignFiles.Open(path);
        long number = 0;
        foreach (ReadOnlyMemory<byte> line in Lines(stream, reading))
        {
            reading.Cancellation.ThrowIfCancellationRequested();
            number++;
            if (line.Span.Trim(" \r\t"u8).IsEmpty) continue;
            if (Parse(line) is { ValueKind: JsonValueKind.Object } row) Add(run, values, row);
            else reading.Losses.Add("line", "it is not a JSON object", string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, line {number}"));
        }
    }

    private static void Add(ForeignRun run, LoggedValues values, JsonElement row)
    {
        KeyValuePair<string, JsonElement>[] items = [.. row.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value))];
        DateTime? at = LoggedValues.TimeAmong([.. items.Select(i => i.Key)]) is { } name ? LoggedValues.Time(items.First(i => i.Key == name).Value) : null;
        if (at is not null)
        {
            run.StartedAt ??= at;
            if (run.EndedAt is null || at > run.EndedAt) run.EndedAt = at;
        }

        values.AddRow(items, "", null, null);
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return PythonJson.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Lines(FileStream stream, ForeignReading reading)
    {
        byte[] buffer = new byte[HeadSize];
        int filled = 0;
        bool isSkipping = false;
        while (true)
        {
            int read = stream.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            int start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, filled - start)) >= 0; start = end + 1)
            {
                if (!isSkipping) yield return buffer.AsMemory(start, end - start);
                isSkipping = false;
            }

            filled -= start;
            Array.Copy(buffer, start, buffer, 0, filled);
            if (read == 0)
            {
                if (filled > 0 && !isSkipping) yield return buffer.AsMemory(0, filled);
                yield break;
            }

            if (filled < buffer.Length) continue;
            if (buffer.Length < MaxLine) Array.Resize(ref buffer, buffer.Length * 2);
            else
            {
                if (!isSkipping) reading.Losses.Add("line", $"it is longer than {MaxLine} bytes", Path.GetFileName(path));
                (filled, isSkipping) = (0, true);
            }
        }
    }
}
