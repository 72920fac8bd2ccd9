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
    private static readonly Column<StoreInfo, long> Runs = All.Int64("(SELECT count(*) FROM live_run)");
    private static readonly Column<StoreInfo, long> RunningRuns = All.Int64($"(SELECT count(*) FROM live_run WHERE status = {(int)RunStatus.Running})");
    private static readonly Column<StoreInfo, long> Metrics = All.Int64("(SELECT count(*) FROM metrics WHERE run_pk IN (SELECT pk FROM live_run))");
    private static readonly Column<StoreInfo, long> Points = All.Int64("(SELECT coalesce(sum(count), 0) FROM metrics WHERE run_pk IN (SELECT pk FROM live_run))");
    private static readonly Column<StoreInfo, long> Artifacts = All.Int64(
        """
        (SELECT count(*) FROM artifacts WHERE removed_at IS NULL
            AND (run_pk IN (SELECT pk FROM live_run) OR experiment_pk IN (SELECT pk FROM live_experiment)))
        """);

    private static readonly Column<StoreInfo, long> Removed = All.Int64(
        string.Join(" + ", new[] { "projects", "experiments", "runs", "artifacts" }.Select(table => $"(SELECT count(*) FROM {table} WHERE removed_at > {Removals.Collected})")));

    private static readonly Column<StoreInfo, long> Blobs = All.Int64("(SELECT count(*) FROM blobs)");
    private static readonly Column<StoreInfo, long> ArtifactSize = All.Int64("(SELECT coalesce(sum(size), 0) FROM blobs)");
    private static readonly Column<StoreInfo, long> DatabaseSize = All.Int64("(SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)");

    private static readonly string Select = $"""
        WITH live_experiment AS (
            SELECT e.pk FROM experiments e JOIN projects p ON p.pk = e.project_pk WHERE e.removed_at IS NULL AND p.removed_at IS NULL),
        live_run AS (
            SELECT r.pk, r.status FROM runs r JOIN experiments e ON e.pk = r.experiment_pk JOIN projects p ON p.pk = e.project_pk
            WHERE r.removed_at IS NULL AND e.removed_at IS NULL AND p.removed_at IS NULL)
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
            SchemaVersion = Migrations.VersionOf(connection),
            SqliteVersion = Connections.SqliteVersion,
            Projects = Projects.Read(row),
            Experiments = Experiments.Read(row),
            Runs = Runs.Read(row),
            RunningRuns = RunningRuns.Read(row),
            Metrics = Metrics.Read(row),
            Points = Points.Read(row),
            Artifacts = Artifacts.Read(row),
            Removed = Removed.Read(row),
            Blobs = Blobs.Read(row),
            ArtifactSize = ArtifactSize.Read(row),
            DatabaseSize = DatabaseSize.Read(row),
        })!;
}
