using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Interop.Sqlite;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Interop.Trackio;

/// <summary>
/// The database of a project of Trackio (trackio's "Storage Schema"). The project is an experiment. The folder <c>media</c> beside the database has the files.
/// </summary>
internal sealed class TrackioFormat : ITransferFormat
{
    private static readonly HashSet<string> Read = new(StringComparer.OrdinalIgnoreCase) { "metrics", "configs", "system_metrics", "alerts", "project_metadata", "pending_uploads" };

    public string Name => "Trackio";

    public string Title => "Trackio, the database of a project";

    public bool Fits(string path) => DatabaseTables.Has(path, ("metrics", ["run_name", "step", "metrics", "timestamp"]));

    public ITransferSource Open(TransferRequest request)
    {
        if (!Fits(request.Path)) throw TransferErrors.NotReadable(request.Path, "it is not a database of Trackio");
        return new ForeignRuns(request, hasContents: true, reading => Runs(request.Path, reading));
    }

    private static IEnumerable<ForeignRun> Runs(string path, ForeignReading reading)
    {
        using DatabaseTables database = Open(path);
        string project = Path.GetFileNameWithoutExtension(path), media = Path.Combine(Path.GetDirectoryName(path)!, "media");
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string table in new[] { "metrics", "system_metrics", "configs", "alerts" }) names.UnionWith(database.Read(reading, table, ["run_name"]).Select(row => row.Text(0)));
        foreach (string name in names) yield return Run(database, reading, project, media, name);
        foreach (string table in database.Names.Where(t => !Read.Contains(t))) reading.Losses.Add($"row of {table}", "a store has no place for it", table, database.Count(table));
    }

    private static ForeignRun Run(DatabaseTables database, ForeignReading reading, string project, string media, string name)
    {
        (string, string) own = ("run_name", name);
        (JsonElement? config, DateTime? created) = database.Read(reading, "configs", ["config", "created_at"], own).Select(row => (row.Json(0), row.Time(1))).FirstOrDefault();
        DateTime? first = created ?? database.Read(reading, "metrics", ["timestamp"], own, "id").Select(row => row.Time(0)).FirstOrDefault();
        string identity = first?.ToString("O", CultureInfo.InvariantCulture) ?? "";
        var run = new ForeignRun(reading, RecordId.From("trackio", project, name, identity), project) { Name = name, StartedAt = first };
        if (config is { ValueKind: JsonValueKind.Object } parameters) AddConfig(run, parameters);
        var values = new LoggedValues(run, reading, relative => ForeignFiles.Named(media, relative));
        AddValues("metrics", "");
        AddValues("system_metrics", "system/");
        foreach (DatabaseRow row in database.Read(reading, "alerts", ["level", "title", "text", "timestamp"], own, "id"))
        {
            run.AddLog($"Alert {row.Text(0)}".TrimEnd(), row.Text(2).Length > 0 ? $"{row.Text(1)}: {row.Text(2)}" : row.Text(1), row.Time(3));
        }

        return run;

        void AddValues(string table, string prefix)
        {
            foreach (DatabaseRow row in database.Read(reading, table, ["step", "timestamp", "metrics"], own, "id"))
            {
                DateTime? at = row.Time(1);
                if (run.EndedAt is null || at > run.EndedAt) run.EndedAt = at ?? run.EndedAt;
                if (row.Json(2) is { ValueKind: JsonValueKind.Object } logged)
                {
                    foreach (JsonProperty value in logged.EnumerateObject()) values.Add(prefix + value.Name, value.Value, row.Integer(0), at, 0);
                }
                else reading.Losses.Add("row", "its values are not a JSON object", $"{table} of {name}");
            }
        }
    }

    // Names that begin with an underscore are Trackio's own.
    private static void AddConfig(ForeignRun run, JsonElement config)
    {
        foreach (JsonProperty parameter in config.EnumerateObject())
        {
            if (parameter.Name == "_Username") run.Origin = run.Origin with { User = PythonJson.Text(parameter.Value) };
            else if (parameter.Name == "_Group" && PythonJson.Text(parameter.Value) is { Length: > 0 } group) run.SetTag("group", group);
            else if (!parameter.Name.StartsWith('_')) run.SetParameter(parameter.Name, PythonJson.Value(parameter.Value));
        }
    }

    private static DatabaseTables Open(string path)
    {
        try
        {
            return DatabaseTables.Open(path);
        }
        catch (SqliteException e)
        {
            throw TransferErrors.NotReadable(path, e.Message.TrimEnd('.'), e);
        }
    }
}
