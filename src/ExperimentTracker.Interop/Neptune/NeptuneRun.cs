using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Neptune;

/// <summary>A run of Neptune while its rows are read. Its project is the experiment.</summary>
internal sealed class NeptuneRun
{
    private const string System = "sys/";

    private readonly ForeignReading reading;
    private readonly ForeignRun run;
    private readonly string project, id, files;
    private readonly Dictionary<string, object?> system = new(StringComparer.Ordinal);

    /// <param name="reading">The reading.</param>
    /// <param name="project">The project: <c>workspace/name</c>.</param>
    /// <param name="id">The id in the project.</param>
    /// <param name="files">The folder of the files of the project.</param>
    public NeptuneRun(ForeignReading reading, string project, string id, string files)
    {
        (this.reading, this.project, this.id, this.files) = (reading, project, id, files);
        run = new ForeignRun(reading, RecordId.From("neptune", project, id), project) { HasHistory = true };
    }

    /// <summary>Adds a row.</summary>
    public void Add(NeptuneRows rows, int i)
    {
        if (rows.Paths[i] is not { Length: > 0 } path) return;
        string type = rows.Types[i] ?? "";
        switch (type)
        {
            case "int": Set(path, rows.Integers[i]); break;
            case "float": Set(path, rows.Reals[i]); break;
            case "string": Set(path, rows.Texts[i]); break;
            case "bool": Set(path, rows.Flags[i]); break;
            case "datetime": Set(path, rows.Dates[i]); break;
            case "string_set" when rows.Sets[i].Count > 0: AddSet(path, rows.Sets[i]); break;
            case "float_series" when rows.Reals[i] is { } value: AddAt(path, rows.Steps[i], type, step => run.AddPoint(path, null, step, value, rows.Times[i])); break;
            case "string_series" when rows.Texts[i] is { } line: run.AddLog(ForeignNames.Valid(path), line, rows.Times[i]); break;
            case "histogram_series": AddAt(path, rows.Steps[i], type, step => AddHistogram(path, rows, i, step ?? 0)); break;
            case "file" or "file_series" when rows.Files[i] is { } file: AddAt(path, rows.Steps[i], type, step => AddFile(path, file, step, rows.Times[i])); break;
            default: reading.Losses.Add("attribute", "its type is not one of neptune-exporter's, or it has no value", $"{path} ({type}) of {id}"); break;
        }
    }

    /// <summary>The run, when all rows are read.</summary>
    public ForeignRun Finish()
    {
        run.Name = new[] { "sys/name", "sys/custom_run_id" }.Select(name => system.GetValueOrDefault(name) as string).FirstOrDefault(name => !string.IsNullOrEmpty(name)) ?? id;
        run.Description = system.GetValueOrDefault("sys/description") is string { Length: > 0 } description ? description : null;
        run.StartedAt = system.GetValueOrDefault("sys/creation_time") as DateTime?;
        run.EndedAt = system.GetValueOrDefault("sys/modification_time") as DateTime?;
        if (run.EndedAt < run.StartedAt) run.EndedAt = run.StartedAt;
        run.Status = system.GetValueOrDefault("sys/failed") is true ? RunStatus.Failed : system.GetValueOrDefault("sys/state") is "active" or "Active" ? RunStatus.Running : RunStatus.Succeeded;
        run.Origin = RunOrigin.Unknown with { User = system.GetValueOrDefault("sys/owner") as string, Host = system.GetValueOrDefault("sys/hostname") as string };
        run.HasHistory = run.StartedAt is not null;
        run.SetTag("neptune.project", project);
        run.SetTag("neptune.run_id", id);
        foreach (string name in new[] { "sys/custom_run_id", "sys/id", "sys/forking/parent" })
        {
            if (system.GetValueOrDefault(name) is string { Length: > 0 } text && text != id) run.SetTag($"neptune.{name[System.Length..]}", text);
        }

        return run;
    }

    // Single values are parameters, except those that Neptune keeps about a run itself.
    private void Set(string path, object? value)
    {
        if (path.StartsWith(System, StringComparison.Ordinal)) system[path] = value;
        else run.SetParameter(path, value);
    }

    private void AddSet(string path, List<string> values)
    {
        if (path.StartsWith(System, StringComparison.Ordinal)) values.ForEach(tag => run.SetTag(tag));
        else run.SetParameter(path, values.ToArray<object?>());
    }

    private void AddAt(string path, decimal? step, string type, Action<long?> add)
    {
        if (step is { } given && (given != decimal.Truncate(given) || given is < 0 or > long.MaxValue)) reading.Losses.Add(type.Replace('_', ' '), "its step is not a whole number that is at least 0", $"{path} at step {given} of {id}");
        else add((long?)step);
    }

    private void AddHistogram(string path, NeptuneRows rows, int i, long step)
    {
        if (rows.HistogramTypes[i] is { } type && type != "COUNTING") reading.Losses.Add("distribution", "it has densities, and a distribution has counts", $"{path} of {id}");
        else run.AddDistribution(path, new ForeignHistogram(rows.Edges[i].ToArray(), rows.Counts[i].ToArray()), step, rows.Times[i]);
    }

    // A set of files is a folder, each of whose files is an artifact.
    private void AddFile(string path, string file, long? step, DateTime? at)
    {
        string folder = Path.Combine(files, file);
        IEnumerable<string> all = Directory.Exists(folder) && ForeignFiles.Named(files, Path.Combine(file, ".")) is null ? LocalFiles.In(folder).Select(f => f.Path).Select(f => $"{file}/{f}") : [file];
        foreach (string relative in all)
        {
            string? full = ForeignFiles.Named(files, relative);
            if (full is null || reading.Contents.AddFile(full, reading.Cancellation) is not { } content) reading.Losses.Add("file", "it is not in the folder of files, or cannot be read", $"{relative} of {id}");
            else run.AddArtifact(relative == file ? path : $"{path}/{relative[(file.Length + 1)..]}", step, content, MediaTypes.Of(full), null, at);
        }
    }
}
