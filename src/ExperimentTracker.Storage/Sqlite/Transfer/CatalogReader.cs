namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Encoders, datasets, projects, experiments and trials with every field.</summary>
internal static class CatalogReader
{
    public static IEnumerable<TransferItem> Read(StoreConnection connection) =>
        Encoders(connection).Concat(Datasets(connection)).Concat(Projects(connection)).Concat(Experiments(connection)).Concat(Trials(connection));

    private static IEnumerable<TransferItem> Encoders(StoreConnection connection) => connection.Query(
        "SELECT type, config, created_at, updated_at, removed_at FROM encoders ORDER BY pk",
        row => new TransferEncoder
        {
            Type = row.GetString(0),
            Config = row.GetJson(1),
            CreatedAt = row.GetUtcTime(2),
            UpdatedAt = row.GetUtcTime(3),
            RemovedAt = row.GetUtcTimeOrNull(4),
        });

    private static IEnumerable<TransferItem> Datasets(StoreConnection connection) => connection.Query(
        $"""
        SELECT d.id, d.name, d.size, d.size_unit, d.location, d.digest, d.config, d.created_at, d.updated_at, d.removed_at,
            (SELECT json_group_array(type) FROM (
                SELECT n.type FROM dataset_encoders x JOIN encoders n ON n.pk = x.encoder_pk WHERE x.dataset_pk = d.pk ORDER BY n.pk))
        FROM datasets d WHERE d.removed_at IS NOT {Removals.Collected} ORDER BY d.pk
        """,
        row => new TransferDataset
        {
            Id = row.GetString(0),
            Name = row.GetString(1),
            Size = row.GetInt64OrNull(2),
            SizeUnit = row.GetStringOrNull(3),
            Location = row.GetStringOrNull(4),
            Digest = row.GetStringOrNull(5),
            Config = row.GetJson(6),
            CreatedAt = row.GetUtcTime(7),
            UpdatedAt = row.GetUtcTime(8),
            RemovedAt = row.GetUtcTimeOrNull(9),
            EncoderTypes = row.GetStrings(10),
        });

    private static IEnumerable<TransferItem> Projects(StoreConnection connection)
    {
        var rows = connection.Query(
            $"SELECT pk, id, name, description, created_at, updated_at, removed_at FROM projects WHERE removed_at IS NOT {Removals.Collected} ORDER BY pk",
            row => (Pk: row.GetInt64(0), Item: new TransferProject
            {
                Id = row.GetString(1),
                Name = row.GetString(2),
                Description = row.GetStringOrNull(3),
                CreatedAt = row.GetUtcTime(4),
                UpdatedAt = row.GetUtcTime(5),
                RemovedAt = row.GetUtcTimeOrNull(6),
            }));
        ILookup<long, TransferTag> tags = StoreReader.Tags(connection, RecordType.Project, rows.Select(r => r.Pk));
        return rows.Select(r => r.Item with { Tags = [.. tags[r.Pk]] });
    }

    private static IEnumerable<TransferItem> Experiments(StoreConnection connection)
    {
        var rows = connection.Query(
            $"""
            SELECT e.pk, e.id, e.name, p.id, e.description, e.config, d.id, e.created_at, e.updated_at, e.removed_at,
                (SELECT json_group_array(id) FROM (
                    SELECT x.id FROM experiment_datasets l JOIN datasets x ON x.pk = l.dataset_pk WHERE l.experiment_pk = e.pk ORDER BY x.pk))
            FROM experiments e JOIN projects p ON p.pk = e.project_pk LEFT JOIN datasets d ON d.pk = e.primary_dataset_pk
            WHERE e.removed_at IS NOT {Removals.Collected} ORDER BY e.pk
            """,
            row => (Pk: row.GetInt64(0), Item: new TransferExperiment
            {
                Id = row.GetString(1),
                Name = row.GetString(2),
                ProjectId = row.GetString(3),
                Description = row.GetStringOrNull(4),
                Config = row.GetJson(5),
                PrimaryDatasetId = row.GetStringOrNull(6),
                CreatedAt = row.GetUtcTime(7),
                UpdatedAt = row.GetUtcTime(8),
                RemovedAt = row.GetUtcTimeOrNull(9),
                DatasetIds = row.GetStrings(10),
            }));
        ILookup<long, TransferTag> tags = StoreReader.Tags(connection, RecordType.Experiment, rows.Select(r => r.Pk));
        var counters = connection.Query(
            "SELECT experiment_pk, namespace, next FROM run_counters ORDER BY experiment_pk, namespace",
            row => (Pk: row.GetInt64(0), Counter: new TransferCounter(row.GetString(1), row.GetInt64(2)))).ToLookup(c => c.Pk, c => c.Counter);
        return rows.Select(r => r.Item with { Tags = [.. tags[r.Pk]], NextNumbers = [.. counters[r.Pk]] });
    }

    private static IEnumerable<TransferItem> Trials(StoreConnection connection) => connection.Query(
        $"""
        SELECT t.id, t.name, e.id, t.description, t.config, t.started_at, t.created_at, t.updated_at, t.removed_at
        FROM trials t JOIN experiments e ON e.pk = t.experiment_pk WHERE t.removed_at IS NOT {Removals.Collected} ORDER BY t.pk
        """,
        row => new TransferTrial
        {
            Id = row.GetString(0),
            Name = row.GetString(1),
            ExperimentId = row.GetString(2),
            Description = row.GetStringOrNull(3),
            Config = row.GetJson(4),
            StartedAt = row.GetUtcTimeOrNull(5),
            CreatedAt = row.GetUtcTime(6),
            UpdatedAt = row.GetUtcTime(7),
            RemovedAt = row.GetUtcTimeOrNull(8),
        });
}
