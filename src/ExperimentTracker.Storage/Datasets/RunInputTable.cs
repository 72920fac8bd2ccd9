using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Datasets;

internal sealed class RunInputTable(Database database) : IRunInputStore
{
    public RunInput Add(string runId, RunInputKind kind, string targetId, string? role, CancellationToken cancellation) => database.WriteRun(
        connection =>
        {
            CatalogRow run = CatalogRecords.FindLive(connection, RecordType.Run, runId);
            long target = kind switch
            {
                RunInputKind.Artifact => ArtifactPk(connection, targetId),
                RunInputKind.ModelVersion => CatalogRecords.FindLive(connection, RecordType.ModelVersion, targetId).Pk,
                _ => DatasetTable.PkOf(connection, targetId),
            };
            string? kept = Names.CheckRole(role);
            var input = new RunInput { RunId = runId, Run = run.Name, Role = kept, Kind = kind, TargetId = targetId, Name = "", CreatedAt = connection.UtcNow };
            RunInputColumns.Add(connection, run.Pk, target, input);
            return Load(connection, runId).Find(i => i.Kind == kind && i.TargetId == targetId && i.Role == kept)!;
        },
        flush: false, cancellation);

    public IReadOnlyList<RunInput> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation) =>
        database.Read(connection => runIds.SelectMany(id => Load(connection, id)).ToList(), cancellation);

    public IReadOnlyList<RunInput> UsesOf(string runId, CancellationToken cancellation) => database.Read(
        connection => connection.Query(
            $"""
            {RunInputColumns.Select} WHERE i.pk IN (
                SELECT u.pk FROM run_inputs u JOIN artifacts k ON k.pk = u.artifact_pk WHERE k.run_pk = (SELECT pk FROM runs WHERE id = @1)
                UNION ALL
                SELECT u.pk FROM run_inputs u JOIN model_versions k ON k.pk = u.version_pk WHERE k.run_pk = (SELECT pk FROM runs WHERE id = @1))
            ORDER BY i.pk
            """,
            row => RunInputColumns.Read(row, DateTimeKind.Local), runId),
        cancellation);

    private static long ArtifactPk(StoreConnection connection, string id) =>
        connection.Number("SELECT pk FROM artifacts WHERE id = @1 AND removed_at IS NULL", id) ?? throw ArtifactErrors.NotFound(id, "The store has no");

    private static List<RunInput> Load(StoreConnection connection, string runId) =>
        connection.Query($"{RunInputColumns.Select} WHERE r.id = @1 ORDER BY i.pk", row => RunInputColumns.Read(row, DateTimeKind.Local), runId);
}
