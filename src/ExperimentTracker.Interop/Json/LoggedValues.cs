using System.Text.Json;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Json;

/// <summary>
/// Adds values that were logged as JSON to a run, by the conventions that W&amp;B began and others follow: numbers are points, objects are several values, an
/// object with a <c>_type</c> is a histogram or names a file, and names that begin with an underscore are the tracker's own.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="reading">The reading.</param>
/// <param name="findFile">Finds a file that a value names, by its relative path; <see langword="null"/> when it is not there.</param>
internal sealed class LoggedValues(ForeignRun run, ForeignReading reading, Func<string, string?> findFile)
{
    private const int DeepestObject = 8;

    // The columns of the time and the step, in the order of preference.
    private static readonly string[] StepNames = ["_step", "step", "global_step", "iteration", "epoch"];
    private static readonly string[] TimeNames = ["_timestamp", "timestamp", "wall_time", "time"];

    /// <summary>The name of the step among names of values; <see langword="null"/> when none of them is one.</summary>
    public static string? StepAmong(IReadOnlyCollection<string> names) => First(StepNames, names);

    /// <summary>The name of the time among names of values; <see langword="null"/> when none of them is one.</summary>
    public static string? TimeAmong(IReadOnlyCollection<string> names) => First(TimeNames, names);

    /// <summary>Reads a time: seconds or milliseconds since 1970, or a string.</summary>
    public static DateTime? Time(JsonElement value) =>
        PythonJson.Number(value) is { } seconds ? Time(seconds) : ForeignTimes.FromText(PythonJson.Text(value));

    /// <summary>Seconds since 1970; or milliseconds, when as seconds it would be after the year 5138.</summary>
    public static DateTime? Time(double seconds) => ForeignTimes.FromSeconds(Math.Abs(seconds) < 1e11 ? seconds : seconds / 1000);

    /// <summary>Adds the values of one object: those of one step.</summary>
    /// <param name="values">The values by name.</param>
    /// <param name="prefix">What is put before each name.</param>
    /// <param name="step">The step; <see langword="null"/> for the one that the values have, or else the next one.</param>
    /// <param name="at">The time; <see langword="null"/> for the one that the values have.</param>
    public void AddRow(IReadOnlyList<KeyValuePair<string, JsonElement>> values, string prefix, long? step, DateTime? at)
    {
        string[] names = [.. values.Select(v => v.Key)];
        string? stepName = step is null ? StepAmong(names) : "_step", timeName = at is null ? TimeAmong(names) : "_timestamp";
        foreach ((string name, JsonElement value) in values)
        {
            if (name == stepName) step ??= PythonJson.Integer(value);
            else if (name == timeName) at ??= Time(value);
        }

        foreach ((string name, JsonElement value) in values)
        {
            if (name != stepName && name != timeName && name is not ("_runtime" or "_wandb")) Add(prefix + name, value, step, at, 0);
        }
    }

    /// <summary>Adds one value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="step">The step; <see langword="null"/> for the next one.</param>
    /// <param name="at">The time.</param>
    /// <param name="depth">How many objects it is in.</param>
    public void Add(string name, JsonElement value, long? step, DateTime? at, int depth)
    {
        if (PythonJson.Number(value) is { } number) run.AddPoint(name, null, step, number, at);
        else if (PythonJson.Text(value, "_type") is { } type) AddTyped(name, type, value, step, at);
        else if (value.ValueKind == JsonValueKind.Object && depth < DeepestObject)
        {
            foreach (JsonProperty part in value.EnumerateObject()) Add($"{name}.{part.Name}", part.Value, step, at, depth + 1);
        }
        else if (value.ValueKind != JsonValueKind.Null) reading.Losses.Add("logged value", $"it is {Noun(value)}, and a point is a number", name);
    }

    private void AddTyped(string name, string type, JsonElement value, long? step, DateTime? at)
    {
        if (type.Contains("histogram", StringComparison.OrdinalIgnoreCase))
        {
            double[] counts = Numbers(PythonJson.Property(value, "values")), edges = Numbers(PythonJson.Property(value, "bins"));
            if (edges.Length == 0 && PythonJson.Property(value, "packedBins") is { } packed) edges = Packed(packed, counts.Length);
            run.AddDistribution(name, new ForeignHistogram(edges, counts), step ?? 0, at);
            return;
        }

        string? path = PythonJson.Text(value, "path") ?? PythonJson.Text(value, "file_path");
        if (path is not null && findFile(path) is { } file && reading.Contents.AddFile(file, reading.Cancellation) is { } content)
        {
            string kind = type.Split('.')[^1].Replace("-file", "", StringComparison.Ordinal);
            run.AddArtifact(name + Path.GetExtension(path), step, content, null, kind, at);
            return;
        }

        reading.Losses.Add($"logged {ForeignNames.Valid(type)}", path is null ? "a store has no place for it" : "its file is not there", path ?? name);
    }

    // The first edge, the width of each bin and the number of bins.
    private static double[] Packed(JsonElement packed, int bins)
    {
        double min = Property(packed, "min"), size = Property(packed, "size");
        return [.. Enumerable.Range(0, bins + 1).Select(i => min + (i * size))];

        static double Property(JsonElement from, string name) => PythonJson.Property(from, name) is { } value ? PythonJson.Number(value) ?? double.NaN : double.NaN;
    }

    private static double[] Numbers(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(v => PythonJson.Number(v) ?? double.NaN)] : [];

    private static string? First(string[] wanted, IReadOnlyCollection<string> names) =>
        wanted.Select(name => names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(name => name is not null);

    private static string Noun(JsonElement value) => value.ValueKind switch { JsonValueKind.String => "text", JsonValueKind.Array => "a list", _ => "an object nested too deep" };
}
