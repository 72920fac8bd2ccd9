using ExperimentTracker.Interop.Files;
using ExperimentTracker.Json;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Tables;

/// <summary>
/// The records of a store as tables: one row for each run, parameter, tag, series, point, log line and artifact. They are joined by <c>run_id</c>. Runs that were
/// removed are among them, with the time in <c>removed_at</c>.
/// </summary>
internal sealed class StoreTables
{
    private readonly Table<TransferRun> runs = new Table<TransferRun>("runs")
        .Text("run_id", r => r.Run.Id).Text("project", r => r.Run.Project).Text("experiment", r => r.Run.Experiment).Text("namespace", r => r.Run.Namespace)
        .Integer("number", r => r.Run.Number).Text("name", r => r.Run.Name).Text("path", r => r.Run.Path).Text("trial", r => r.Run.Trial)
        .Text("status", r => r.Run.Status.ToString()).Time("created_at", r => r.Run.CreatedAt).Time("started_at", r => r.Run.StartedAt)
        .Time("ended_at", r => r.Run.EndedAt).Real("duration_seconds", r => r.Run.EndedAt is null ? null : r.Run.Duration?.TotalSeconds)
        .Text("description", r => r.Run.Description).Text("error_message", r => r.Run.ErrorMessage).Text("parent_run_id", r => r.Run.ParentRunId)
        .Text("host", r => r.Run.Origin.Host).Text("user", r => r.Run.Origin.User).Text("script", r => r.Run.Origin.Script)
        .Text("git_commit", r => r.Run.Origin.GitCommit).Text("git_branch", r => r.Run.Origin.GitBranch).Text("parameter_hash", r => r.Run.ParameterHash)
        .Time("updated_at", r => r.Run.UpdatedAt).Time("removed_at", r => r.Run.RemovedAt);

    private readonly Table<(string RunId, string Name, object? Value)> parameters = new Table<(string RunId, string Name, object? Value)>("parameters")
        .Text("run_id", p => p.RunId).Text("name", p => p.Name).Text("type", p => ParameterTypes.Of(p.Value).ToString()).Text("value", p => ParameterText.Of(p.Value))
        .Real("number", p => p.Value switch { long integer => integer, double real => real, _ => null });

    private readonly Table<(string RunId, ExperimentTag Tag)> tags = new Table<(string RunId, ExperimentTag Tag)>("tags")
        .Text("run_id", t => t.RunId).Text("key", t => t.Tag.Key).Text("value", t => t.Tag.Value).Time("created_at", t => t.Tag.CreatedAt);

    private readonly Table<(string RunId, TransferSeries Series)> metrics = new Table<(string RunId, TransferSeries Series)>("metrics")
        .Text("run_id", m => m.RunId).Text("key", m => m.Series.Key).Text("label", m => m.Series.Label).Text("unit", m => m.Series.Unit)
        .Text("goal", m => m.Series.Goal?.ToString()).Integer("count", m => m.Series.Summary?.Count).Integer("nan_count", m => m.Series.Summary?.NaNCount)
        .Integer("first_step", m => m.Series.Summary?.FirstStep).Real("first", m => m.Series.Summary?.First).Integer("last_step", m => m.Series.Summary?.LastStep)
        .Real("last", m => m.Series.Summary?.Last).Real("min", m => m.Series.Summary?.Min).Real("max", m => m.Series.Summary?.Max)
        .Real("mean", m => m.Series.Summary?.Mean);

    private readonly Table<Point> points = new Table<Point>("points")
        .Text("run_id", p => p.RunId).Text("key", p => p.Series.Key).Text("label", p => p.Series.Label).Integer("step", p => p.Points.Steps[p.Index])
        .Real("value", p => p.Points.Values[p.Index]).Time("measured_at", p => p.Points.FirstAt.AddTicks(p.Points.Ticks[p.Index]));

    private readonly Table<(string RunId, RunLog Log)> logs = new Table<(string RunId, RunLog Log)>("logs")
        .Text("run_id", l => l.RunId).Text("stream", l => l.Log.Stream).Text("message", l => l.Log.Message).Text("location", l => l.Log.Location)
        .Time("logged_at", l => l.Log.LoggedAt).Text("log_id", l => l.Log.Id);

    private readonly Table<TransferArtifact> artifacts = new Table<TransferArtifact>("artifacts")
        .Text("artifact_id", a => a.Artifact.Id).Text("run_id", a => a.RunId).Text("experiment_id", a => a.ExperimentId).Text("key", a => a.Artifact.Key)
        .Integer("step", a => a.Artifact.Step).Text("kind", a => a.Artifact.Kind.ToString()).Text("type", a => a.Artifact.Type)
        .Text("media_type", a => a.Artifact.MediaType).Integer("size", a => a.Artifact.Size).Text("digest", a => a.Artifact.Digest)
        .Text("location", a => a.Artifact.Location).Time("created_at", a => a.Artifact.CreatedAt).Time("removed_at", a => a.Artifact.RemovedAt);

    /// <summary>All tables.</summary>
    public IReadOnlyList<Table> All => [runs, parameters, tags, metrics, points, logs, artifacts];

    /// <summary>Adds the rows of a record.</summary>
    /// <param name="item">The record. Projects, experiments, trials, datasets, encoders, models and inputs have no rows.</param>
    /// <param name="added">Is called after each addition, to write rows of the table when there are many.</param>
    /// <returns>Whether the record has rows.</returns>
    public bool Add(TransferItem item, Action<Table> added)
    {
        switch (item)
        {
            case TransferRun run:
                AddRun(run, added);
                return true;
            case TransferArtifact artifact:
                artifacts.Add(artifact);
                added(artifacts);
                return true;
            default:
                return false;
        }
    }

    private void AddRun(TransferRun run, Action<Table> added)
    {
        string id = run.Run.Id;
        runs.Add(run);
        added(runs);
        AddAll(parameters, run.Run.Parameters.Pairs.Select(p => (id, p.Key, p.Value)), added);
        AddAll(tags, run.Tags.Select(t => (id, t)), added);
        AddAll(logs, run.Logs.Select(l => (id, l)), added);
        foreach (TransferSeries series in run.Metrics)
        {
            TransferPoints all = series.Points;
            metrics.Add((id, series));
            added(metrics);
            AddAll(points, Enumerable.Range(0, all.Steps.Length).Select(i => new Point(id, series, all, i)), added);
        }
    }

    private static void AddAll<TRow>(Table<TRow> table, IEnumerable<TRow> rows, Action<Table> added)
    {
        foreach (TRow row in rows)
        {
            table.Add(row);
            added(table);
        }
    }

    private readonly record struct Point(string RunId, TransferSeries Series, TransferPoints Points, int Index);
}
