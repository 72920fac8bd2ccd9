using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Protobuf;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Wandb;

/// <summary>
/// Reads the records of one <c>.wandb</c> file into a run: W&amp;B's message <c>Record</c> (<c>wandb_internal.proto</c>).
/// </summary>
/// <param name="run">The run.</param>
/// <param name="reading">The reading.</param>
/// <param name="path">The file. The folder <c>files</c> beside it has the files of the run.</param>
internal sealed class RunFile(ForeignRun run, ForeignReading reading, string path)
{
    private const string System = "system/";
    private readonly ConsoleLines errors = new(run, reading.Losses, "Error"), output = new(run, reading.Losses, "Output");
    private readonly Dictionary<string, JsonElement> summary = new(StringComparer.Ordinal);
    private readonly HashSet<string> logged = new(StringComparer.Ordinal);
    private DateTime? seen;
    private long lastStep = -1;
    private long? exitCode;

    private string Files => Path.Combine(Path.GetDirectoryName(path)!, "files");

    /// <summary>Reads the file, up to its end or the first damage.</summary>
    public void Read()
    {
        var values = new LoggedValues(run, reading, relative => ForeignFiles.Named(Files, relative));
        using FileStream stream = ForeignFiles.Open(path);
        var log = new LogFile(stream);
        try
        {
            log.ReadHeader();
            while (log.Next(out ReadOnlySpan<byte> record))
            {
                reading.Cancellation.ThrowIfCancellationRequested();
                ReadRecord(record, values);
            }
        }
        catch (ByteFormatException e)
        {
            reading.Losses.Damaged(path, log.Offset, e.Message);
        }

        if (exitCode is not null) End(values);
        output.End(isComplete: exitCode is not null);
        errors.End(isComplete: exitCode is not null);
        AddFiles();
    }

    private void ReadRecord(ReadOnlySpan<byte> record, LoggedValues values)
    {
        var reader = new ProtoReader(record);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2: ReadHistory(reader.Bytes(), values); break;
                case 3: ReadSummary(reader.Bytes()); break;
                case 4 or 13: ReadOutput(reader.Bytes()); break;
                case 5: ReadConfig(reader.Bytes()); break;
                case 7: ReadStats(reader.Bytes(), values); break;
                case 8 or 24 or 25: Lose(ref reader, "artifact of W&B", "its files are in W&B's cache or on its server"); break;
                case 9: Lose(ref reader, "TensorBoard folder", "it is imported by itself"); break;
                case 10: ReadAlert(reader.Bytes()); break;
                case 12: ReadMetric(reader.Bytes()); break;
                case 17: ReadRun(reader.Bytes()); break;
                case 18: ReadExit(reader.Bytes()); break;
                default: reader.Skip(); break;
            }
        }
    }

    private void ReadRun(ReadOnlySpan<byte> message)
    {
        string? commit = null;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4: ReadConfig(reader.Bytes()); break;
                case 6: Tag("group", reader.String()); break;
                case 7: Tag("job_type", reader.String()); break;
                case 8: run.Name = reader.String(); break;
                case 9: run.Description = reader.String(); break;
                case 10: run.SetTag(reader.String()); break;
                case 12: Tag("sweep_id", reader.String()); break;
                case 13: run.Origin = run.Origin with { Host = reader.String() }; break;
                case 17: run.StartedAt ??= Saw(Items.Time(reader.Bytes())); break;
                case 21: commit = Items.Text(reader.Bytes(), 2); break;
                default: reader.Skip(); break;
            }
        }

        if (!string.IsNullOrEmpty(commit)) run.Origin = run.Origin with { GitCommit = commit };

        void Tag(string key, string value)
        {
            if (value.Length > 0) run.SetTag(key, value);
        }
    }

    private void ReadHistory(ReadOnlySpan<byte> message, LoggedValues values)
    {
        long? step = null;
        var items = new List<KeyValuePair<string, JsonElement>>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) Items.Read(reader.Bytes(), items);
            else if (reader.Field == 2) step = Items.Integer(reader.Bytes(), 1);
            else reader.Skip();
        }

        foreach ((string name, JsonElement value) in items)
        {
            logged.Add(name);
            if (name == "_timestamp") Saw(LoggedValues.Time(value));
            if (name == "_step") step ??= PythonJson.Integer(value);
        }

        // A record without a step follows the one before it.
        long at = step ?? lastStep + 1;
        lastStep = Math.Max(lastStep, at);
        values.AddRow(items, "", at, items.Where(i => i.Key == "_timestamp").Select(i => LoggedValues.Time(i.Value)).FirstOrDefault() ?? seen);
    }

    private void ReadSummary(ReadOnlySpan<byte> message)
    {
        foreach ((string name, JsonElement value) in Items.All(message)) summary[name] = value;
    }

    private void ReadConfig(ReadOnlySpan<byte> message)
    {
        foreach ((string name, JsonElement value) in Items.All(message))
        {
            if (name != "_wandb") run.SetParameter(name, PythonJson.Value(value));
        }
    }

    private void ReadOutput(ReadOnlySpan<byte> message)
    {
        (long type, DateTime? at, string text) = (0, null, "");
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) type = reader.Int64();
            else if (reader.Field == 2) at = Saw(Items.Time(reader.Bytes()));
            else if (reader.Field == 3) text = reader.String();
            else reader.Skip();
        }

        (type == 0 ? errors : output).Add(text, at ?? seen);
    }

    private void ReadStats(ReadOnlySpan<byte> message, LoggedValues values)
    {
        DateTime? at = null;
        var items = new List<KeyValuePair<string, JsonElement>>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 2) at = Saw(Items.Time(reader.Bytes()));
            else if (reader.Field == 3) Items.Read(reader.Bytes(), items);
            else reader.Skip();
        }

        foreach ((string name, JsonElement value) in items)
        {
            if (!name.StartsWith('_')) values.Add(System + name, value, null, at ?? seen, 0);
        }
    }

    private void ReadAlert(ReadOnlySpan<byte> message)
    {
        string title = Items.Text(message, 1), text = Items.Text(message, 2);
        run.AddLog("Alert", text.Length == 0 ? title : $"{title}: {text}", seen);
    }

    private void ReadMetric(ReadOnlySpan<byte> message)
    {
        (string name, long goal) = ("", 0);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) name = reader.String();
            else if (reader.Field == 8) goal = reader.Int64();
            else reader.Skip();
        }

        if (goal is 1 or 2) run.SetMetric(name, null, goal == 1 ? MetricGoal.Minimize : MetricGoal.Maximize);
    }

    private void ReadExit(ReadOnlySpan<byte> message)
    {
        exitCode = Items.Integer(message, 1) ?? 0;
        long seconds = Items.Integer(message, 2) ?? 0;
        if (run.StartedAt is { } start && seconds is > 0 and < 1L << 32) Saw(start.AddSeconds(seconds));
    }

    // A summary that was set by hand is the only place of its values; those of logged metrics repeat the last point.
    private void End(LoggedValues values)
    {
        int code = (int)Math.Clamp(exitCode!.Value, int.MinValue, int.MaxValue);
        run.Status = code == 0 ? RunStatus.Succeeded : RunStatus.Failed;
        run.ErrorMessage = code == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"The process ended with exit code {code}.");
        run.EndedAt = seen ?? run.StartedAt;
        foreach ((string name, JsonElement value) in summary)
        {
            if (name.StartsWith('_') || logged.Contains(name) || logged.Contains(name.Split('.')[0])) continue;
            if (PythonJson.Number(value) is null && PythonJson.Text(value) is { } text) run.SetTag($"summary/{name}", text);
            else values.Add(name, value, Math.Max(0, lastStep), seen, 0);
        }
    }

    private void AddFiles()
    {
        if (!Directory.Exists(Files)) return;
        foreach (string file in ForeignFiles.In(Files))
        {
            if (reading.Contents.AddFile(file, reading.Cancellation) is { } content) run.AddArtifact(ForeignFiles.Within(Files, file), null, content, null, null, run.StartedAt);
        }
    }

    private DateTime? Saw(DateTime? at)
    {
        if (at is not null && (seen is null || at > seen)) seen = at;
        return at;
    }

    private void Lose(ref ProtoReader reader, string kind, string why)
    {
        reader.Skip();
        reading.Losses.Add(kind, why, Path.GetFileName(path));
    }
}
