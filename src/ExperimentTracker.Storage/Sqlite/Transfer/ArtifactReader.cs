namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Artifacts, and what runs consumed, with every field.</summary>
internal static class ArtifactReader
{
    public static IEnumerable<TransferArtifact> Load(StoreConnection connection, IReadOnlyList<long> pks)
    {
        var files = connection.Query(
            "SELECT artifact_pk, path, size, digest FROM artifact_files WHERE artifact_pk IN (SELECT value FROM json_each(@1)) ORDER BY artifact_pk, path",
            row => (Pk: row.GetInt64(0), File: new ArtifactFile { Path = row.GetString(1), Size = row.GetInt64(2), Digest = row.GetString(3) }),
            SqlValues.List(pks)).ToLookup(f => f.Pk, f => f.File);
        return connection.Query(
            """
            SELECT a.pk, a.id, r.id, e.id, epoch.id, result.id, a.key, a.kind, a.type, a.media_type, a.size, a.digest, a.backend, a.location,
                a.config, a.created_at, a.removed_at
            FROM artifacts a LEFT JOIN runs r ON r.pk = a.run_pk LEFT JOIN experiments e ON e.pk = a.experiment_pk
            LEFT JOIN run_epochs epoch ON epoch.pk = a.epoch_pk LEFT JOIN run_results result ON result.pk = a.result_pk
            WHERE a.pk IN (SELECT value FROM json_each(@1)) ORDER BY a.pk
            """,
            row => new TransferArtifact
            {
                Id = row.GetString(1),
                RunId = row.GetStringOrNull(2),
                ExperimentId = row.GetStringOrNull(3),
                EpochId = row.GetStringOrNull(4),
                ResultId = row.GetStringOrNull(5),
                Key = row.GetString(6),
                Kind = row.GetEnum<ArtifactKind>(7),
                Type = row.GetStringOrNull(8),
                MediaType = row.GetStringOrNull(9),
                Size = row.GetInt64OrNull(10),
                Digest = row.GetStringOrNull(11),
                Backend = row.GetString(12),
                Location = row.GetStringOrNull(13),
                Config = row.GetJson(14),
                CreatedAt = row.GetUtcTime(15),
                RemovedAt = row.GetUtcTimeOrNull(16),
                Files = [.. files[row.GetInt64(0)]],
            },
            SqlValues.List(pks));
    }

    public static IEnumerable<TransferItem> Inputs(StoreConnection connection) => connection.Query(
        $"""
        SELECT r.id, CASE WHEN i.artifact_pk IS NOT NULL THEN {(int)RunInputKind.Artifact}
            WHEN i.version_pk IS NOT NULL THEN {(int)RunInputKind.ModelVersion} ELSE {(int)RunInputKind.Dataset} END, coalesce(a.id, v.id, d.id), i.role, i.created_at
        FROM run_inputs i JOIN runs r ON r.pk = i.run_pk
        LEFT JOIN artifacts a ON a.pk = i.artifact_pk LEFT JOIN model_versions v ON v.pk = i.version_pk LEFT JOIN datasets d ON d.pk = i.dataset_pk
        WHERE r.removed_at IS NOT {Removals.Collected} ORDER BY i.pk
        """,
        row => new TransferInput
        {
            RunId = row.GetString(0),
            Kind = row.GetEnum<RunInputKind>(1),
            TargetId = row.GetString(2),
            Role = row.GetStringOrNull(3),
            CreatedAt = row.GetUtcTime(4),
        });
}
