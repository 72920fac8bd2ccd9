using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Models;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Reads models with their versions and every field.</summary>
internal static class ModelReader
{
    private const DateTimeKind Utc = DateTimeKind.Utc;

    public static IEnumerable<TransferItem> Read(StoreConnection connection)
    {
        var models = connection.Query(
            $"""
            SELECT {ModelColumns.All}, m.next_version FROM models m JOIN projects p ON p.pk = m.project_pk
            WHERE m.removed_at IS DISTINCT FROM {Removals.Collected} ORDER BY m.pk
            """,
            row => (Row: ModelColumns.Read(row, Utc), NextVersion: row.GetInt64(ModelColumns.All.Count)));
        ILookup<long, ExperimentTag> tags = StoreReader.Tags(connection, RecordType.Model, models.Select(m => m.Row.Pk));
        return models.Select(m => new TransferModel
        {
            Model = m.Row.Model,
            NextVersion = m.NextVersion,
            Tags = [.. tags[m.Row.Pk]],
            Versions = Versions(connection, m.Row.Pk),
            Aliases = Aliases(connection, m.Row.Pk),
        });
    }

    private static List<TransferModelVersion> Versions(StoreConnection connection, long modelPk)
    {
        var versions = connection.Query(
            $"{ModelVersionColumns.Select} WHERE v.model_pk = @1 AND v.removed_at IS DISTINCT FROM {Removals.Collected} ORDER BY v.pk",
            row => ModelVersionColumns.Read(row, Utc),
            modelPk);
        ILookup<long, ExperimentTag> tags = StoreReader.Tags(connection, RecordType.ModelVersion, versions.Select(v => v.Pk));
        return
        [
            .. versions.Select(v => new TransferModelVersion
            {
                ModelVersion = v.Version,
                Tags = [.. tags[v.Pk]],
                History = StageChangeColumns.Load(connection, v.Version.Id, Utc),
            }),
        ];
    }

    private static List<TransferAlias> Aliases(StoreConnection connection, long modelPk) => connection.Query(
        "SELECT a.alias, v.id FROM model_aliases a JOIN model_versions v ON v.pk = a.version_pk WHERE a.model_pk = @1 ORDER BY a.alias_fold",
        row => new TransferAlias(row.GetString(0), row.GetString(1)),
        modelPk);
}
