using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Rows;

/// <summary>Logged values as JSON lines, or as one list of objects, as the export of W&amp;B's history is. The file is a run, and its folder names the experiment.</summary>
internal sealed class JsonLinesFormat : ITransferFormat
{
    public string Name => "JsonLines";

    public string Title => "JSON lines: an object of values a step";

    public bool Fits(string path) => File.Exists(path) && (new JsonLines(path).HasSteps() || (IsList(path) && Rows(path, out _) is { Length: > 0 }));

    public ITransferSource Open(TransferRequest request)
    {
        string path = request.Path;
        bool isList = IsList(path);
        string? why = null;
        JsonElement[]? rows = isList ? Rows(path, out why) : null;
        JsonElement? first = isList ? rows?.FirstOrDefault() : new JsonLines(path).First();
        if (first is not { ValueKind: JsonValueKind.Object } row) throw TransferErrors.NotReadable(path, why ?? "its first line is not a JSON object");
        return new ForeignRuns(request, hasContents: false, reading => [Read(path, row, rows, reading)]);
    }

    private static ForeignRun Read(string path, JsonElement first, JsonElement[]? rows, ForeignReading reading)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        var run = new ForeignRun(reading, RecordId.From("jsonlines", name, first.GetRawText()), ForeignFiles.FolderOf(path)) { Name = name };
        if (rows is null) new JsonLines(path).ReadInto(run, reading);
        else
        {
            var values = new LoggedValues(run, reading, _ => null);
            foreach (JsonElement row in rows) values.AddRow([.. row.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value))], "", null, null);
        }

        return run;
    }

    private static bool IsList(string path) => ForeignFiles.Head(path, 64).AsSpan().TrimStart(" \r\n\t\uFEFF"u8) is [(byte)'[', ..];

    // A list of objects with steps.
    private static JsonElement[]? Rows(string path, out string? why)
    {
        JsonElement? document = PythonJson.File(path, out why);
        if (document is not { ValueKind: JsonValueKind.Array } list) return null;
        JsonElement[] rows = [.. list.EnumerateArray()];
        why ??= "it is not a list of objects with a step";
        return Array.TrueForAll(rows, r => r.ValueKind == JsonValueKind.Object) && rows.Length > 0 && LoggedValues.StepAmong([.. rows[0].EnumerateObject().Select(p => p.Name)]) is not null ? rows : null;
    }
}
