using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Models;

/// <summary>The columns of stage changes.</summary>
internal static class StageChangeColumns
{
    private static readonly RecordColumns<StageChange> All = new("stage_changes", "c");
    private static readonly Column<StageChange, string> VersionId = All.String("v.id");
    private static readonly Column<StageChange, string> Model = All.String("m.name");
    private static readonly Column<StageChange, long> Version = All.Int64("v.version");
    private static readonly Column<StageChange, ModelStage?> From = All.EnumOrNull("from_stage", c => c.From);
    private static readonly Column<StageChange, ModelStage> To = All.Enum("to_stage", c => c.To);
    private static readonly Column<StageChange, long> ChangedAt = All.Time("changed_at", c => c.ChangedAt);
    private static readonly Column<StageChange, string?> Reason = All.StringOrNull("reason", c => c.Reason);
    private static readonly Column<StageChange, string?> Actor = All.StringOrNull("actor", c => c.Actor);

    private static readonly string Insert = $"""
        INSERT INTO {All.Table} (version_pk, ordinal, {string.Join(", ", All.Stored.Select(c => c.Name))})
        VALUES (?1, (SELECT count(*) FROM {All.Table} WHERE version_pk = ?1), {string.Join(", ", All.Stored.Select(_ => "?"))})
        """;

    /// <summary>Loads the stage changes of a version, oldest first.</summary>
    public static List<StageChange> Load(StoreConnection connection, string versionId, DateTimeKind times) => connection.Query(
        $"""
        SELECT {All} FROM {All.Table} c JOIN model_versions v ON v.pk = c.version_pk JOIN models m ON m.pk = v.model_pk
        WHERE v.id = @1 ORDER BY c.ordinal
        """,
        row => new StageChange
        {
            VersionId = VersionId.Read(row),
            Model = Model.Read(row),
            Version = Version.Read(row),
            From = From.Read(row),
            To = To.Read(row),
            ChangedAt = ChangedAt.ReadTime(row, times),
            Reason = Reason.Read(row),
            Actor = Actor.Read(row),
        },
        versionId);

    /// <summary>Adds a stage change to the history of a version.</summary>
    public static void Add(StoreConnection connection, long versionPk, StageChange change)
    {
        Statement insert = connection.Prepare(Insert).Bind(versionPk);
        foreach (Column<StageChange> column in All.Stored) column.Bind(insert, change);
        insert.Execute();
    }
}
