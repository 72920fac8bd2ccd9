using ExperimentTracker.Storage.Engine;
namespace ExperimentTracker.Storage.Catalog;

/// <summary>The properties and counts of a store, as expressions.</summary>
internal static class StoreInfoColumns
{
    private static readonly RecordColumns<StoreInfo> All = new("", "");
    private static readonly Column<StoreInfo, string> StoreId = All.String("(SELECT value FROM store_info WHERE name = 'store_id')");
    private static readonly Column<StoreInfo, long> CreatedAt = All.Time("(SELECT value FROM store_info WHERE name = 'created_at')");
    private static readonly Column<StoreInfo, long> Projects = All.Int64("(SELECT count(*) FROM projects WHERE removed_at IS NULL)");
    private static readonly Column<StoreInfo, long> Experiments = All.Int64("(SELECT count(*) FROM live_experiment)");
    private static readonly Column<StoreInfo, long> Runs = All.Int64("(SELECT coalesce(sum(runs), 0) FROM live_total)");
    private static readonly Column<StoreInfo, long> RunningRuns = All.Int64($"(SELECT coalesce(sum(runs), 0) FROM live_total WHERE status = {(int)RunStatus.Running})");
    private static readonly Column<StoreInfo, long> Metrics = All.Int64("(SELECT coalesce(sum(metrics), 0) FROM live_total) + (SELECT count(*) FROM uncounted)");
    private static readonly Column<StoreInfo, long> Points = All.Int64("(SELECT coalesce(sum(points), 0) FROM live_total) + (SELECT coalesce(sum(count), 0) FROM uncounted)");
    private static readonly Column<StoreInfo, string?> ArtifactLocation = All.StringOrNull("(SELECT value FROM store_info WHERE name = 'artifacts')");
    private static readonly Column<StoreInfo, long> Artifacts = All.Int64(
        """
        (SELECT count(*) FROM artifacts a LEFT JOIN runs r ON r.pk = a.run_pk
            WHERE a.removed_at IS NULL AND r.removed_at IS NULL AND coalesce(a.experiment_pk, r.experiment_pk) IN (SELECT pk FROM live_experiment))
        """);

    private static readonly Column<StoreInfo, long> Removed = All.Int64(
        $"(SELECT coalesce(sum(runs), 0) FROM run_totals WHERE removal = 1){string.Concat(new[] { "projects", "experiments", "artifacts" }.Select(table => $" + (SELECT count(*) FROM {table} WHERE removed_at > {Removals.Collected})"))}");

    private static readonly Column<StoreInfo, long> Blobs = All.Int64("(SELECT count(*) FROM blobs WHERE state = 0)");
    private static readonly Column<StoreInfo, long> ArtifactSize = All.Int64("(SELECT coalesce(sum(size), 0) FROM blobs WHERE state = 0)");

    private static readonly string Select = $"""
        WITH live_experiment AS (
            SELECT e.pk FROM experiments e JOIN projects p ON p.pk = e.project_pk WHERE e.removed_at IS NULL AND p.removed_at IS NULL),
        live_total AS (SELECT status, runs, metrics, points FROM run_totals WHERE removal = 0 AND experiment_pk IN (SELECT pk FROM live_experiment)),

        -- The series of running runs, and of runs that changed after they ended; the totals have the others. Each part is found by its partial index: + excludes another.
        uncounted AS (
            SELECT m.count FROM runs r CROSS JOIN metrics m ON m.run_pk = r.pk
            WHERE r.status = {(int)RunStatus.Running} AND r.point_count IS NULL AND r.removed_at IS NULL AND +r.experiment_pk IN (SELECT pk FROM live_experiment)
            UNION ALL
            SELECT m.count FROM runs r CROSS JOIN metrics m ON m.run_pk = r.pk
            WHERE r.status > {(int)RunStatus.Running} AND r.point_count IS NULL AND r.removed_at IS NULL AND +r.experiment_pk IN (SELECT pk FROM live_experiment))
        SELECT {All}
        """;

    /// <summary>Loads the part of the description that is in the database; the store adds the rest.</summary>
    public static StoreInfo Load(StoreConnection connection, string path) => connection.First(
        Select,
        row => new StoreInfo
        {
            Path = path,
            StoreId = StoreId.Read(row),
            CreatedAt = CreatedAt.ReadTime(row, DateTimeKind.Local),
            IsInMemory = false,
            IsReadOnly = false,
            SchemaVersion = connection.SchemaVersion,
            Engine = connection.EngineName,
            EngineVersion = connection.EngineVersion,
            Projects = Projects.Read(row),
            Experiments = Experiments.Read(row),
            Runs = Runs.Read(row),
            RunningRuns = RunningRuns.Read(row),
            Metrics = Metrics.Read(row),
            Points = Points.Read(row),
            Artifacts = Artifacts.Read(row),
            ArtifactLocation = ArtifactLocation.Read(row),
            Removed = Removed.Read(row),
            Blobs = Blobs.Read(row),
            ArtifactSize = ArtifactSize.Read(row),
            DatabaseSize = connection.DatabaseSize,
        })!;
}
