namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Models with their versions and every field.</summary>
internal static class ModelReader
{
    public static IEnumerable<TransferItem> Read(StoreConnection connection)
    {
        var models = connection.Query(
            $"""
            SELECT m.pk, m.id, m.name, p.id, m.description, m.next_version, m.created_at, m.updated_at, m.removed_at
            FROM models m JOIN projects p ON p.pk = m.project_pk WHERE m.removed_at IS NOT {Removals.Collected} ORDER BY m.pk
            """,
            row => (Pk: row.GetInt64(0), Item: new TransferModel
            {
                Id = row.GetString(1),
                Name = row.GetString(2),
                ProjectId = row.GetString(3),
                Description = row.GetStringOrNull(4),
                NextVersion = row.GetInt64(5),
                CreatedAt = row.GetUtcTime(6),
                UpdatedAt = row.GetUtcTime(7),
                RemovedAt = row.GetUtcTimeOrNull(8),
            }));
        ILookup<long, TransferTag> tags = StoreReader.Tags(connection, RecordType.Model, models.Select(m => m.Pk));
        return models.Select(m => m.Item with { Tags = [.. tags[m.Pk]], Versions = Versions(connection, m.Pk), Aliases = Aliases(connection, m.Pk) });
    }

    /// <summary>The changes of stage of a version.</summary>
    public static IReadOnlyList<TransferStageChange> History(StoreConnection connection, long versionPk) => connection.Query(
        "SELECT from_stage, to_stage, changed_at, reason, actor FROM stage_changes WHERE version_pk = @1 ORDER BY ordinal",
        row => new TransferStageChange(row.GetEnumOrNull<ModelStage>(0), row.GetEnum<ModelStage>(1), row.GetUtcTime(2), row.GetStringOrNull(3), row.GetStringOrNull(4)),
        versionPk);

    private static List<TransferModelVersion> Versions(StoreConnection connection, long modelPk)
    {
        var versions = connection.Query(
            $"""
            SELECT v.pk, v.id, v.version, v.stage, r.id, a.id, v.description, v.origin_store, v.origin_version, v.created_at, v.updated_at, v.removed_at
            FROM model_versions v LEFT JOIN runs r ON r.pk = v.run_pk LEFT JOIN artifacts a ON a.pk = v.artifact_pk
            WHERE v.model_pk = @1 AND v.removed_at IS NOT {Removals.Collected} ORDER BY v.pk
            """,
            row => (Pk: row.GetInt64(0), Item: new TransferModelVersion
            {
                Id = row.GetString(1),
                Version = row.GetInt64(2),
                Stage = row.GetEnum<ModelStage>(3),
                RunId = row.GetStringOrNull(4),
                ArtifactId = row.GetStringOrNull(5),
                Description = row.GetStringOrNull(6),
                OriginStoreId = row.GetStringOrNull(7),
                OriginVersion = row.GetInt64OrNull(8),
                CreatedAt = row.GetUtcTime(9),
                UpdatedAt = row.GetUtcTime(10),
                RemovedAt = row.GetUtcTimeOrNull(11),
            }),
            modelPk);
        ILookup<long, TransferTag> tags = StoreReader.Tags(connection, RecordType.ModelVersion, versions.Select(v => v.Pk));
        return [.. versions.Select(v => v.Item with { Tags = [.. tags[v.Pk]], History = History(connection, v.Pk) })];
    }

    private static List<TransferAlias> Aliases(StoreConnection connection, long modelPk) => connection.Query(
        "SELECT a.alias, v.id FROM model_aliases a JOIN model_versions v ON v.pk = a.version_pk WHERE a.model_pk = @1 ORDER BY a.alias_fold",
        row => new TransferAlias(row.GetString(0), row.GetString(1)),
        modelPk);
}
