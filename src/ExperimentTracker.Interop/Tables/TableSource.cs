using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Tables;

/// <summary>The records in the tables that an export wrote. The ids of experiments are derived from their names, because the tables do not have them.</summary>
/// <param name="request">The folder.</param>
/// <param name="extension">The extension of the files.</param>
internal sealed class TableSource(TransferRequest request, string extension) : ITransferSource
{
    private readonly TransferLosses losses = new();

    public string Name => request.Path;

    public TransferHead Head { get; } = new();

    public bool IsMergedInSteps => true;

    public IReadOnlyList<SkippedRecords> Losses => losses.ToList();

    public IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation) => new Dictionary<string, long>();

    public Stream? Open(string digest) => null;

    public void Dispose()
    {
    }

    public IEnumerable<TransferItem> Read(CancellationToken cancellation)
    {
        losses.Clear();
        var catalog = new TableCatalog(request.Project);
        using (var runs = new TableCursor(PathOf("runs"), new TransferLosses()))
        {
            foreach (ITableReader row in runs.All()) catalog.Add(row);
        }

        foreach (TransferItem item in catalog.Items) yield return item;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (TransferRun run in Runs(catalog, cancellation))
        {
            if (!ids.Add(run.Run.Id)) throw TransferErrors.RecordInvalid($"Run '{run.Run.Id}'", "the table of runs has it twice.");
            yield return run with { Run = run.Run with { ParentRunId = run.Run.ParentRunId is { } parent && catalog.HasRun(parent) ? parent : null } };
        }

        foreach (TransferArtifact artifact in Artifacts(ids)) yield return artifact;
    }

    private IEnumerable<TransferRun> Runs(TableCatalog catalog, CancellationToken cancellation)
    {
        using var runs = new TableCursor(PathOf("runs"), losses);
        using var parameters = new TableCursor(PathOf("parameters"), losses);
        using var tags = new TableCursor(PathOf("tags"), losses);
        using var metrics = new TableCursor(PathOf("metrics"), losses);
        using var points = new TableCursor(PathOf("points"), losses);
        using var logs = new TableCursor(PathOf("logs"), losses);
        foreach (ITableReader row in runs.All())
        {
            cancellation.ThrowIfCancellationRequested();
            if (row.Text("run_id") is not { Length: > 0 } id || !RunStatusRules.TryParse(row.Text("status") ?? "", out RunStatus status) || row.Time("created_at") is not { } createdAt)
            {
                losses.Add("run", "it has no id, no time, or a status that is not known", row.Place);
                continue;
            }

            yield return new TransferRun
            {
                Run = TableRows.RunOf(row, id, status, createdAt) with { ExperimentId = catalog.ExperimentOf(row), Parameters = new(parameters.Of(id).Select(p => TableRows.ParameterOf(p, losses))) },
                Tags = [.. tags.Of(id).Select(t => TableRows.TagOf(t, createdAt))],
                Logs = [.. logs.Of(id).Select((l, i) => TableRows.LogOf(l, id, i, createdAt))],
                Metrics = [.. Series(id, metrics, points)],
            };
        }

        foreach ((string kind, TableCursor rest) in new[] { ("parameter", parameters), ("tag", tags), ("metric", metrics), ("point", points), ("line of a log", logs) }) rest.ReportRest(kind);
    }

    private IEnumerable<TransferSeries> Series(string run, TableCursor metrics, TableCursor points)
    {
        var read = new Dictionary<(string Key, string? Label), PointColumns>();
        foreach (ITableReader row in points.Of(run))
        {
            if (row.Text("key") is not { Length: > 0 } key || row.Integer("step") is not { } step || step < 0 || row.Real("value") is not { } value)
            {
                losses.Add("point", "it has no metric, no value, or a step that is not an integer from 0 on", row.Place);
                continue;
            }

            (string, string?) name = (key, row.Text("label"));
            if (!read.TryGetValue(name, out PointColumns? columns)) read.Add(name, columns = new PointColumns());
            columns.Add(step, value, (row.Time("measured_at") ?? ForeignTimes.Unknown).Ticks);
        }

        var settings = new Dictionary<(string Key, string? Label), (string? Unit, MetricGoal? Goal)>();
        foreach (ITableReader row in metrics.Of(run))
        {
            settings[(row.Text("key") ?? "", row.Text("label"))] = (row.Text("unit"), Enum.TryParse(row.Text("goal"), out MetricGoal goal) && Enum.IsDefined(goal) ? goal : null);
        }

        foreach (((string key, string? label) name, PointColumns columns) in read)
        {
            (string? unit, MetricGoal? goal) = settings.GetValueOrDefault(name);
            yield return new TransferSeries { Key = name.key, Label = name.label, Unit = unit, Goal = goal, Points = columns.ToPoints(), TimeUnit = points.TimeUnit };
        }
    }

    // References are whole in a table. It has no contents, nor the files of folders.
    private IEnumerable<TransferArtifact> Artifacts(HashSet<string> runs)
    {
        using var artifacts = new TableCursor(PathOf("artifacts"), losses);
        foreach (ITableReader row in artifacts.All())
        {
            string key = row.Text("key") ?? "";
            bool isReference = row.Text("kind") == nameof(ArtifactKind.Reference) && row.Text("location") is not null && row.Text("artifact_id") is not null;
            if (row.Time("removed_at") is not null) continue;
            if (!isReference) losses.Add("artifact", "the tables do not have its content", key);
            else if (row.Text("run_id") is not { } run || !runs.Contains(run)) losses.Add("artifact", "its owner is not a run of the tables", key);
            else yield return TableRows.ReferenceOf(row, run);
        }
    }

    private string PathOf(string table) => Path.Combine(request.Path, table + extension);
}
