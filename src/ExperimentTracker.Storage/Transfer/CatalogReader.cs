using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Datasets;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Reads encoders, datasets, projects, experiments and trials with every field.</summary>
internal static class CatalogReader
{
    private const DateTimeKind Utc = DateTimeKind.Utc;

    public static IEnumerable<TransferItem> Read(StoreConnection connection) =>
        Encoders(connection).Concat(Datasets(connection)).Concat(Projects(connection)).Concat(Experiments(connection)).Concat(Trials(connection));

    private static IEnumerable<TransferItem> Encoders(StoreConnection connection) => connection.Query(
        $"SELECT {EncoderColumns.All}, n.removed_at FROM encoders n ORDER BY n.pk",
        row => new TransferEncoder { Encoder = EncoderColumns.Read(row, Utc), RemovedAt = row.GetUtcTimeOrNull(EncoderColumns.All.Count) });

    private static IEnumerable<TransferItem> Datasets(StoreConnection connection) => connection.Query(
        $"""
        SELECT {DatasetColumns.All}, d.removed_at, (SELECT json_group_array(type) FROM (
            SELECT n.type FROM dataset_encoders x JOIN encoders n ON n.pk = x.encoder_pk WHERE x.dataset_pk = d.pk ORDER BY n.pk) AS types)
        FROM datasets d WHERE d.removed_at IS DISTINCT FROM {Removals.Collected} ORDER BY d.pk
        """,
        row => new TransferDataset
        {
            Dataset = DatasetColumns.Read(row, Utc),
            RemovedAt = row.GetUtcTimeOrNull(DatasetColumns.All.Count),
            EncoderTypes = row.GetStrings(DatasetColumns.All.Count + 1),
        });

    private static IEnumerable<TransferItem> Projects(StoreConnection connection)
    {
        var rows = connection.Query($"{ProjectColumns.Select} WHERE p.removed_at IS DISTINCT FROM {Removals.Collected} ORDER BY p.pk", row => ProjectColumns.Read(row, Utc));
        ILookup<long, ExperimentTag> tags = StoreReader.Tags(connection, RecordType.Project, rows.Select(r => r.Pk));
        return rows.Select(r => new TransferProject { Project = r.Project, Tags = [.. tags[r.Pk]] });
    }

    private static IEnumerable<TransferItem> Experiments(StoreConnection connection)
    {
        var rows = connection.Query(
            $"""
            SELECT {ExperimentColumns.All}, (SELECT x.id FROM datasets x WHERE x.pk = e.primary_dataset_pk), (SELECT json_group_array(id) FROM (
                SELECT x.id FROM experiment_datasets l JOIN datasets x ON x.pk = l.dataset_pk WHERE l.experiment_pk = e.pk ORDER BY x.pk) AS ids)
            {ExperimentColumns.From} WHERE e.removed_at IS DISTINCT FROM {Removals.Collected} ORDER BY e.pk
            """,
            row =>
            {
                (long pk, Experiment experiment) = ExperimentColumns.Read(row, Utc);
                return (Pk: pk, Item: new TransferExperiment
                {
                    Experiment = experiment,
                    PrimaryDatasetId = row.GetStringOrNull(ExperimentColumns.All.Count),
                    DatasetIds = row.GetStrings(ExperimentColumns.All.Count + 1),
                });
            });
        ILookup<long, ExperimentTag> tags = StoreReader.Tags(connection, RecordType.Experiment, rows.Select(r => r.Pk));
        var counters = connection.Query(
            "SELECT experiment_pk, namespace, next FROM run_counters ORDER BY experiment_pk, namespace",
            row => (Pk: row.GetInt64(0), Counter: new TransferCounter(row.GetString(1), row.GetInt64(2)))).ToLookup(c => c.Pk, c => c.Counter);
        return rows.Select(r => r.Item with { Tags = [.. tags[r.Pk]], NextNumbers = [.. counters[r.Pk]] });
    }

    private static IEnumerable<TransferItem> Trials(StoreConnection connection) => connection.Query(
        $"SELECT {TrialColumns.All}, t.started_at {TrialColumns.From} WHERE t.removed_at IS DISTINCT FROM {Removals.Collected} ORDER BY t.pk",
        row => new TransferTrial { Trial = TrialColumns.Read(row, Utc), StartedAt = row.GetUtcTimeOrNull(TrialColumns.All.Count) });
}
