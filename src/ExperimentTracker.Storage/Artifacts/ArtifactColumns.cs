using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Artifacts;

/// <summary>The columns of artifacts.</summary>
internal static class ArtifactColumns
{
    public static readonly RecordColumns<Artifact> All = new("artifacts", "a");
    private static readonly Column<Artifact, long> Pk = All.Key();
    private static readonly Column<Artifact, string> Id = All.String("id", a => a.Id);
    private static readonly Column<Artifact, bool> IsOfRun = All.Boolean("a.run_pk IS NOT NULL");
    private static readonly Column<Artifact, string> OwnerId = All.String("coalesce(r.id, e.id)");
    private static readonly Column<Artifact, string> Owner = All.String($"CASE WHEN r.pk IS NULL THEN e.name ELSE {RunSql.Path} END");
    private static readonly Column<Artifact, string?> EpochId = All.StringOrNull("epoch.id");
    private static readonly Column<Artifact, string?> ResultId = All.StringOrNull("result.id");
    private static readonly Column<Artifact, string> Key = All.String("key", a => a.Key);
    private static readonly Column<Artifact, long?> Step = All.Int64OrNull("step", a => a.Step);
    private static readonly Column<Artifact, ArtifactKind> Kind = All.Enum("kind", a => a.Kind);
    private static readonly Column<Artifact, string?> Type = All.StringOrNull("type", a => a.Type);
    private static readonly Column<Artifact, long?> Size = All.Int64OrNull("size", a => a.Size);
    private static readonly Column<Artifact, string?> Digest = All.StringOrNull("digest", a => a.Digest);
    private static readonly Column<Artifact, string?> MediaType = All.StringOrNull("media_type", a => a.MediaType);
    private static readonly Column<Artifact, string> Backend = All.String("backend", a => a.Backend);
    private static readonly Column<Artifact, string?> Location = All.StringOrNull("location", a => a.Location);
    private static readonly Column<Artifact, object?> Config = All.Json("config", a => a.Config);
    private static readonly Column<Artifact, long> CreatedAt = All.Time("created_at", a => a.CreatedAt);
    private static readonly Column<Artifact, long?> RemovedAt = All.TimeOrNull("removed_at", a => a.RemovedAt);
    private static readonly Column<Artifact, long> FileCount = All.Int64(
        $"""
        CASE WHEN a.backend <> '{Artifact.StoreBackend}' THEN 0
            WHEN a.kind = {(int)ArtifactKind.Folder} THEN (SELECT count(*) FROM artifact_files f WHERE f.artifact_pk = a.pk) ELSE 1 END
        """);

    /// <summary>The condition that an artifact has a key and a step: what is unique within an owner. A step that there is none of is <see cref="NoStep"/>.</summary>
    public const string HasName = "key_fold = @2 AND coalesce(step, -1) = @3";

    /// <summary>What stands for no step in <see cref="HasName"/>.</summary>
    public const long NoStep = -1;

    public static readonly string Select = $"""
        SELECT {All} FROM {All.Table} a
        LEFT JOIN runs r ON r.pk = a.run_pk
        LEFT JOIN run_epochs epoch ON epoch.pk = a.epoch_pk
        LEFT JOIN run_results result ON result.pk = a.result_pk
        JOIN experiments e ON e.pk = coalesce(a.experiment_pk, r.experiment_pk)
        JOIN projects p ON p.pk = e.project_pk
        """;

    private static readonly Insertion<Artifact> Insertion = All.Insert("key_fold", "run_pk", "experiment_pk", "epoch_pk", "result_pk");

    public static (long Pk, Artifact Artifact) Read(Statement row, DateTimeKind times) => (Pk.Read(row), new Artifact
    {
        Id = Id.Read(row),
        OwnerType = IsOfRun.Read(row) ? RecordType.Run : RecordType.Experiment,
        OwnerId = OwnerId.Read(row),
        Owner = Owner.Read(row),
        EpochId = EpochId.Read(row),
        ResultId = ResultId.Read(row),
        Key = Key.Read(row),
        Step = Step.Read(row),
        Kind = Kind.Read(row),
        Type = Type.Read(row),
        Size = Size.Read(row),
        Digest = Digest.Read(row),
        MediaType = MediaType.Read(row),
        Backend = Backend.Read(row),
        Location = Location.Read(row),
        Config = Config.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, times),
        RemovedAt = RemovedAt.ReadTime(row, times),
        FileCount = FileCount.Read(row),
    });

    /// <summary>Inserts an artifact of a run or of an experiment.</summary>
    /// <returns>The internal key.</returns>
    public static long Insert(StoreConnection connection, Artifact artifact, RecordType ownerType, long ownerPk, long? epochPk, long? resultPk) =>
        Insertion.Execute(
            connection, artifact, Names.Fold(artifact.Key), ownerType == RecordType.Run ? ownerPk : null, ownerType == RecordType.Run ? null : ownerPk, epochPk, resultPk);
}
