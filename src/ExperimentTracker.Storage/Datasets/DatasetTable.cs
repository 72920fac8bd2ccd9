using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Datasets;

internal sealed class DatasetTable(Database database) : IDatasetStore
{
    public Dataset Register(DatasetDraft draft, CancellationToken cancellation) => database.Write(
        connection =>
        {
            string name = Names.Check(RecordType.Dataset, draft.Name);
            string? existing = connection.Text("SELECT id FROM datasets WHERE name_fold = @1 AND removed_at IS NULL", Names.Fold(name));
            if (existing is null) return Load(connection, new() { Ids = [Insert(connection, draft)] })[0];
            Dataset registered = Load(connection, new() { Ids = [existing] })[0];
            return draft.DifferenceTo(registered) is { } difference ? throw DatasetErrors.Differs(registered.Name, difference) : registered;
        },
        cancellation);

    public IReadOnlyList<Dataset> Query(DatasetQuery query, CancellationToken cancellation) => database.Read(connection => Load(connection, query), cancellation);

    public Dataset Update(string id, DatasetChange change, CancellationToken cancellation) => database.Write(
        connection =>
        {
            long pk = PkOf(connection, id);
            Dataset current = Load(connection, new() { Ids = [id] })[0];
            string? digest = change.Digest is null or "" ? change.Digest : ArtifactRules.CheckDigest(change.Digest);
            CatalogRecords.SetName(connection, RecordType.Dataset, pk, Names.Check(RecordType.Dataset, change.Name ?? current.Name), "The store");
            DatasetColumns.All.Update(connection, pk, current with
            {
                Size = change.Size ?? current.Size,
                SizeUnit = change.SizeUnit.Or(current.SizeUnit),
                Location = change.Location.Or(current.Location),
                Digest = digest.Or(current.Digest),
                Config = change.SetsConfig ? change.Config : current.Config,
            });
            return Load(connection, new() { Ids = [id] })[0];
        },
        cancellation);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection => connection.Execute(
            "UPDATE datasets SET removed_at = @1, updated_at = @1 WHERE removed_at IS NULL AND id IN (SELECT value FROM json_each(@2))",
            connection.NowTicks, SqlList.Of(ids)),
        cancellation);

    public Encoder RegisterEncoder(string type, object? config, CancellationToken cancellation) =>
        database.Write(connection => EncoderRows.Register(connection, type, config), cancellation);

    public IReadOnlyList<Encoder> Encoders(string? datasetId, CancellationToken cancellation) =>
        database.Read(connection => EncoderRows.Load(connection, datasetId), cancellation);

    public Encoder UpdateEncoder(string type, object? config, CancellationToken cancellation) =>
        database.Write(connection => EncoderRows.Update(connection, type, config), cancellation);

    public void RemoveEncoders(IReadOnlyCollection<string> types, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            foreach (string type in types) EncoderRows.Remove(connection, type);
            return 0;
        },
        cancellation);

    public void AddToExperiment(string experimentId, string datasetId, bool primary, CancellationToken cancellation) => database.Write(
        connection =>
        {
            CatalogRow experiment = CatalogRecords.FindLive(connection, RecordType.Experiment, experimentId);
            long dataset = PkOf(connection, datasetId);
            int added = connection.Execute("INSERT INTO experiment_datasets (experiment_pk, dataset_pk) VALUES (@1, @2) ON CONFLICT DO NOTHING", experiment.Pk, dataset);
            return added + connection.Execute(
                """
                UPDATE experiments SET updated_at = @3, primary_dataset_pk = CASE WHEN @4 = 1 THEN @2 ELSE primary_dataset_pk END
                WHERE pk = @1 AND (@5 = 1 OR (@4 = 1 AND primary_dataset_pk IS DISTINCT FROM @2))
                """,
                experiment.Pk, dataset, connection.NowTicks, primary, added > 0);
        },
        cancellation);

    public void AddEncoder(string datasetId, string encoderType, CancellationToken cancellation) => database.Write(
        connection => connection.Execute(
            "INSERT INTO dataset_encoders (dataset_pk, encoder_pk) VALUES (@1, @2) ON CONFLICT DO NOTHING",
            PkOf(connection, datasetId), EncoderRows.PkOf(connection, encoderType)),
        cancellation);

    /// <summary>Returns the internal key of a live dataset.</summary>
    /// <exception cref="TrackerException"><c>DatasetNotFound</c>.</exception>
    public static long PkOf(StoreConnection connection, string id) =>
        connection.Number("SELECT pk FROM datasets WHERE id = @1 AND removed_at IS NULL", id) ?? throw DatasetErrors.NotFound(id);

    private static string Insert(StoreConnection connection, DatasetDraft draft)
    {
        string id = CatalogRecords.NewId(connection, RecordType.Dataset, draft.Id);
        DateTime now = connection.UtcNow;
        var dataset = new Dataset
        {
            Id = id,
            Name = draft.Name,
            Size = draft.Size,
            SizeUnit = draft.SizeUnit,
            Location = draft.Location,
            Digest = draft.Digest is null ? null : ArtifactRules.CheckDigest(draft.Digest),
            Config = draft.Config,
            CreatedAt = now,
            UpdatedAt = now,
        };
        DatasetColumns.Insert.Execute(connection, dataset, Names.Fold(draft.Name), null);
        return id;
    }

    private static List<Dataset> Load(StoreConnection connection, DatasetQuery query)
    {
        Conditions conditions = new Conditions(connection.Dialect)
            .AddRemoval(RemovedFilter.Live, "d")
            .AddList("d.id", query.Ids)
            .AddIdentity("d", query.Identity, query.NamePrefix, reversedIds: false)
            .AddIf("d.pk IN (SELECT x.dataset_pk FROM dataset_encoders x JOIN encoders n ON n.pk = x.encoder_pk WHERE n.type = {0})", query.EncoderType);
        if (query.ExperimentIds is { } experiments)
        {
            conditions.Add(
                """
                d.pk IN (
                    SELECT x.dataset_pk FROM experiment_datasets x JOIN experiments e ON e.pk = x.experiment_pk
                    WHERE e.id IN (SELECT value FROM json_each({0})))
                """,
                SqlList.Of(experiments));
        }

        return connection.Query(
            $"{DatasetColumns.Select} {conditions.Where} ORDER BY d.name_fold, d.pk", row => DatasetColumns.Read(row, DateTimeKind.Local), conditions.Arguments);
    }
}
