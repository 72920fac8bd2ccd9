namespace ExperimentTracker.Storage.Sqlite;

internal sealed class RunInputTable(Database database) : IRunInputStore
{
    public RunInput Add(string runId, RunInputKind kind, string targetId, string? role, CancellationToken cancellation) => database.Write(
        connection =>
        {
            CatalogRow run = Catalog.FindLive(connection, RecordType.Run, runId);
            (string column, long target) = kind switch
            {
                RunInputKind.Artifact => ("artifact_pk", ArtifactPk(connection, targetId)),
                RunInputKind.ModelVersion => ("version_pk", Catalog.FindLive(connection, RecordType.ModelVersion, targetId).Pk),
                _ => ("dataset_pk", DatasetTable.PkOf(connection, targetId)),
            };
            string? kept = Names.CheckRole(role);
            connection.Execute(
                $"""
                INSERT INTO run_inputs (run_pk, {column}, role, created_at)
                SELECT @1, @2, @3, @4 WHERE NOT EXISTS (SELECT 1 FROM run_inputs WHERE run_pk = @1 AND {column} = @2 AND role IS @3)
                """,
                run.Pk, target, kept, UtcTicks.Now);
            return Load(connection, runId).Find(i => i.Kind == kind && i.TargetId == targetId && i.Role == kept)!;
        },
        cancellation);

    public IReadOnlyList<RunInput> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation) =>
        database.Read(connection => runIds.SelectMany(id => Load(connection, id)).ToList(), cancellation);

    private static long ArtifactPk(StoreConnection connection, string id) =>
        connection.Number("SELECT pk FROM artifacts WHERE id = @1 AND removed_at IS NULL", id) ?? throw ArtifactErrors.NotFound(id, "The store has no");

    // What was consumed stays so when it is removed afterwards.
    private static List<RunInput> Load(StoreConnection connection, string runId) => connection.Query(
        $"""
        SELECT e.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number), i.role,
            CASE WHEN i.artifact_pk IS NOT NULL THEN {(int)RunInputKind.Artifact}
                WHEN i.version_pk IS NOT NULL THEN {(int)RunInputKind.ModelVersion} ELSE {(int)RunInputKind.Dataset} END,
            coalesce(a.id, v.id, d.id),
            coalesce(
                oe.name || CASE WHEN o.pk IS NULL THEN '' ELSE '/' || CASE o.namespace WHEN '' THEN '' ELSE o.namespace || '/' END || printf('%03d', o.number) END
                    || '/' || a.key,
                m.name || '/' || v.version, d.name),
            i.created_at
        FROM run_inputs i
        JOIN runs r ON r.pk = i.run_pk
        JOIN experiments e ON e.pk = r.experiment_pk
        LEFT JOIN artifacts a ON a.pk = i.artifact_pk
        LEFT JOIN runs o ON o.pk = a.run_pk
        LEFT JOIN experiments oe ON oe.pk = coalesce(a.experiment_pk, o.experiment_pk)
        LEFT JOIN model_versions v ON v.pk = i.version_pk
        LEFT JOIN models m ON m.pk = v.model_pk
        LEFT JOIN datasets d ON d.pk = i.dataset_pk
        WHERE r.id = @1 ORDER BY i.pk
        """,
        row => new RunInput
        {
            RunId = runId,
            Run = row.GetString(0),
            Role = row.GetStringOrNull(1),
            Kind = row.GetEnum<RunInputKind>(2),
            TargetId = row.GetString(3),
            Name = row.GetString(4),
            CreatedAt = row.GetLocalTime(5),
        },
        runId);
}
