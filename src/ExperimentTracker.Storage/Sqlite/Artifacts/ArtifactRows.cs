namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Rows of artifacts to records.</summary>
internal static class ArtifactRows
{
    private static readonly string Select = $"""
        SELECT a.id, a.run_pk IS NOT NULL, coalesce(r.id, e.id),
            CASE WHEN r.pk IS NULL THEN e.name
                 ELSE e.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number) END,
            a.key, a.kind, a.type, a.size, a.digest, a.media_type, a.backend, a.location, a.config, a.created_at, a.removed_at,
            CASE WHEN a.backend <> '{Artifact.StoreBackend}' THEN 0 WHEN a.kind = {(int)ArtifactKind.Folder} THEN (SELECT count(*) FROM artifact_files f WHERE f.artifact_pk = a.pk) ELSE 1 END,
            epoch.id, result.id
        FROM artifacts a
        LEFT JOIN runs r ON r.pk = a.run_pk
        LEFT JOIN run_epochs epoch ON epoch.pk = a.epoch_pk
        LEFT JOIN run_results result ON result.pk = a.result_pk
        JOIN experiments e ON e.pk = coalesce(a.experiment_pk, r.experiment_pk)
        JOIN projects p ON p.pk = e.project_pk
        """;

    public static List<Artifact> Load(StoreConnection connection, ArtifactQuery query)
    {
        Conditions conditions = new Conditions()
            .AddRemoval(RemovedFilter.Live, "a", "r", "e", "p")
            .AddList("a.id", query.Ids)
            .AddIf("(a.run_pk IS NOT NULL) = {0}", query.OwnerType is { } type ? type == RecordType.Run : null)
            .AddList("coalesce(r.id, e.id)", query.OwnerIds)
            .AddIf("epoch.id = {0}", query.EpochId)
            .AddIf("result.id = {0}", query.ResultId)
            .AddIf("a.digest = {0}", query.Digest);
        return connection.Query($"{Select} {conditions.Where} ORDER BY e.name_fold, r.namespace, r.number, a.key_fold", Read, conditions.Arguments);
    }

    private static Artifact Read(Statement row) => new()
    {
        Id = row.GetString(0),
        OwnerType = row.GetBoolean(1) ? RecordType.Run : RecordType.Experiment,
        OwnerId = row.GetString(2),
        Owner = row.GetString(3),
        Key = row.GetString(4),
        Kind = row.GetEnum<ArtifactKind>(5),
        Type = row.GetStringOrNull(6),
        Size = row.GetInt64OrNull(7),
        Digest = row.GetStringOrNull(8),
        MediaType = row.GetStringOrNull(9),
        Backend = row.GetString(10),
        Location = row.GetStringOrNull(11),
        Config = row.GetJson(12),
        CreatedAt = row.GetLocalTime(13),
        RemovedAt = row.GetLocalTimeOrNull(14),
        FileCount = row.GetInt64(15),
        EpochId = row.GetStringOrNull(16),
        ResultId = row.GetStringOrNull(17),
    };
}
