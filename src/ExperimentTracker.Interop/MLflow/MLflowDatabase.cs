using ExperimentTracker.Interop.Sqlite;
using ExperimentTracker.Transfer;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Reads a database of MLflow, of any schema from version 1.0 on: <c>mlflow.db</c>, or one on a server.</summary>
internal sealed class MLflowDatabase : MLflowReader
{
    private static readonly HashSet<string> KnownTables =
    [
        "alembic_version", "experiments", "experiment_tags", "runs", "tags", "params", "metrics", "latest_metrics", "datasets", "inputs", "input_tags",
        "registered_models", "registered_model_tags", "registered_model_aliases", "model_versions", "model_version_tags",
        "logged_models", "logged_model_params", "logged_model_tags",
    ];

    private static readonly (string Table, string[] Columns)[] Wanted =
        [("experiments", ["experiment_id", "name"]), ("runs", ["run_uuid", "experiment_id"]), ("metrics", ["run_uuid", "key", "value"])];

    private readonly string? beside;
    private readonly DatabaseTables tables;

    private MLflowDatabase(string? beside, DatabaseTables tables, TransferLosses losses)
        : base(losses) => (this.beside, this.tables) = (beside, tables);

    /// <summary>Whether a file is a database of MLflow.</summary>
    public static bool Fits(string path) => DatabaseTables.Has(path, Wanted);

    /// <summary>Takes a database on a server.</summary>
    /// <param name="database">The database.</param>
    /// <param name="losses">Receives what has no place.</param>
    /// <param name="cancellation">Cancels connecting.</param>
    /// <exception cref="TrackerException"><c>ImportNotReadable</c>, and the errors of connecting.</exception>
    public static MLflowDatabase OnServer(ForeignDatabase database, TransferLosses losses, CancellationToken cancellation)
    {
        DbConnection connection = database.Open(cancellation);
        try
        {
            DatabaseTables tables = DatabaseTables.OnServer(connection, [database.Schema, "public"], Wanted)
                ?? throw TransferErrors.NotReadable(database.Name, $"neither its schema {database.Schema} nor public has the tables of MLflow");
            return new MLflowDatabase(null, tables, losses);
        }
        catch (Exception e)
        {
            connection.Dispose();
            throw e is DbException ? TransferErrors.NotReadable(database.Name, e.Message.TrimEnd('.'), e) : e;
        }
    }

    /// <summary>Opens a database.</summary>
    /// <exception cref="TrackerException"><c>ImportNotReadable</c>.</exception>
    public static MLflowDatabase Open(string path, TransferLosses losses)
    {
        try
        {
            return new MLflowDatabase(Path.GetDirectoryName(path), DatabaseTables.Open(path), losses);
        }
        catch (SqliteException e)
        {
            throw TransferErrors.NotReadable(path, e.Message.TrimEnd('.'), e);
        }
    }

    public override IEnumerable<MLflowExperiment> Experiments(CancellationToken cancellation) =>
    [
        .. Rows("experiments", ["experiment_id", "name", "lifecycle_stage", "creation_time", "last_update_time"], null, null, "experiment_id").Select(row => new MLflowExperiment(row.Text(0), row.Text(1))
        {
            IsDeleted = row.Text(2) == "deleted",
            CreatedAt = row.Integer(3),
            UpdatedAt = row.Integer(4),
            Tags = Tags("experiment_tags", "experiment_id", row.Text(0)),
        }),
    ];

    public override IEnumerable<MLflowRun> Runs(MLflowExperiment experiment, CancellationToken cancellation)
    {
        List<string> ids = [.. Rows("runs", ["run_uuid"], "experiment_id", experiment.Id, "start_time", "run_uuid").Select(row => row.Text(0))];
        return ids.SelectMany(run => Run(run, experiment));
    }

    public override IEnumerable<MLflowPoint> Points(MLflowRun run, CancellationToken cancellation)
    {
        foreach (DatabaseRow row in tables.Read(Losses, cancellation, "metrics", ["key", "step", "timestamp", "value", "is_nan"], ("run_uuid", run.Id), "key", "step", "timestamp", "rowid", "value"))
        {
            if (row.Real(3) is { } value) yield return new(row.Text(0), row.Integer(1) ?? 0, MLflowPoint.Logged(value, row.Integer(4) == 1), row.Integer(2) ?? 0);
            else if (row.Integer(4) == 1) yield return new(row.Text(0), row.Integer(1) ?? 0, double.NaN, row.Integer(2) ?? 0);
            else Losses.Add("point", "its value is not a number", $"'{row.Text(0)}' of run {run.Id}");
        }
    }

    public override IEnumerable<MLflowFile> Files(MLflowRun run, CancellationToken cancellation) =>
        MLflowLocation.FilesOf(MLflowLocation.FoldersOf(run.ArtifactUri, beside, run.ExperimentId, run.Id));

    public override IEnumerable<MLflowLoggedModel> LoggedModels(MLflowExperiment experiment, CancellationToken cancellation)
    {
        string[] columns = ["model_id", "name", "model_type", "status", "source_run_id", "lifecycle_stage", "creation_timestamp_ms", "last_updated_timestamp_ms", "artifact_location"];
        return
        [
            .. Rows("logged_models", columns, "experiment_id", experiment.Id, "creation_timestamp_ms", "model_id").Select(row => new MLflowLoggedModel(row.Text(0), experiment.Id)
            {
                Name = row.TextOrNull(1),
                ModelType = row.TextOrNull(2),
                Status = row.Integer(3) switch { 1 => "PENDING", 2 => "READY", 3 => "FAILED", _ => row.TextOrNull(3) },
                RunId = row.TextOrNull(4),
                IsDeleted = row.Text(5) == "deleted",
                CreatedAt = row.Integer(6),
                UpdatedAt = row.Integer(7),
                ArtifactUri = row.TextOrNull(8),
                Parameters = Tags("logged_model_params", "model_id", row.Text(0), "param_key", "param_value"),
                Tags = Tags("logged_model_tags", "model_id", row.Text(0), "tag_key", "tag_value"),
            }),
        ];
    }

    public override IEnumerable<MLflowFile> Files(MLflowLoggedModel model, CancellationToken cancellation) =>
        MLflowLocation.FilesOf(MLflowLocation.FoldersOf(model.ArtifactUri, beside, model.ExperimentId, $"models/{model.Id}"));

    public override IEnumerable<MLflowModel> Models(CancellationToken cancellation) =>
    [
        .. Rows("registered_models", ["name", "creation_time", "last_updated_time", "description"], null, null, "name").Select(row => new MLflowModel(row.Text(0))
        {
            CreatedAt = row.Integer(1),
            UpdatedAt = row.Integer(2),
            Description = row.TextOrNull(3),
            Tags = Tags("registered_model_tags", "name", row.Text(0)),
            Aliases = [.. Rows("registered_model_aliases", ["alias", "version"], "name", row.Text(0)).Select(alias => (alias.Text(0), alias.Integer(1) ?? 0))],
            Versions = Versions(row.Text(0)),
        }),
    ];

    public override void ReportRest(CancellationToken cancellation)
    {
        foreach (string table in tables.Names.Where(t => !KnownTables.Contains(t)))
        {
            Losses.Add(table, "a store has no place for it", $"the table {table}", CountOf(table));
        }
    }

    protected override void Dispose(bool disposing) => tables.Dispose();

    private IEnumerable<MLflowRun> Run(string id, MLflowExperiment experiment) => Rows(
        "runs", ["name", "user_id", "status", "start_time", "end_time", "deleted_time", "lifecycle_stage", "artifact_uri", "source_name", "source_version"], "run_uuid", id).Select(row => new MLflowRun(id, experiment.Id)
    {
        Name = row.TextOrNull(0),
        User = row.TextOrNull(1),
        Status = row.TextOrNull(2),
        StartedAt = row.Integer(3),
        EndedAt = row.Integer(4),
        DeletedAt = row.Integer(5),
        IsDeleted = row.Text(6) == "deleted",
        ArtifactUri = row.TextOrNull(7),
        SourceName = row.TextOrNull(8),
        SourceVersion = row.TextOrNull(9),
        Parameters = Tags("params", "run_uuid", id),
        Tags = Tags("tags", "run_uuid", id),
        Inputs = Inputs(id),
    });

    private List<MLflowTag> Tags(string table, string where, string owner, string key = "key", string value = "value") =>
        [.. Rows(table, [key, value], where, owner, key).Select(row => new MLflowTag(row.Text(0), row.Text(1)))];

    private List<MLflowInput> Inputs(string run)
    {
        var inputs = new List<MLflowInput>();
        foreach ((string uuid, string source) in Rows("inputs", ["input_uuid", "source_id", "source_type", "destination_type"], "destination_id", run, "input_uuid")
            .Where(row => row.Text(2) == "DATASET" && row.Text(3) == "RUN").Select(row => (row.Text(0), row.Text(1))).ToList())
        {
            MLflowDataset? dataset = Rows("datasets", ["name", "digest", "dataset_source_type", "dataset_source", "dataset_schema", "dataset_profile"], "dataset_uuid", source)
                .Select(row => new MLflowDataset(row.Text(0), row.Text(1)) { SourceType = row.TextOrNull(2), Source = row.TextOrNull(3), Schema = row.TextOrNull(4), Profile = row.TextOrNull(5) }).FirstOrDefault();
            if (dataset is not null) inputs.Add(new(dataset, null, Tags("input_tags", "input_uuid", uuid, "name")));
        }

        inputs.AddRange(Rows("inputs", ["input_uuid", "destination_id", "source_type", "destination_type"], "source_id", run, "input_uuid")
            .Where(row => row.Text(2) == "RUN_INPUT" && row.Text(3) == "MODEL_INPUT").Select(row => new MLflowInput(null, row.Text(1), Tags("input_tags", "input_uuid", row.Text(0), "name"))));
        return inputs;
    }

    private List<MLflowVersion> Versions(string model) =>
    [
        .. Rows(
            "model_versions",
            ["version", "creation_time", "last_updated_time", "description", "user_id", "current_stage", "source", "run_id", "run_link", "status", "status_message"], "name", model, "version").Select(row => new MLflowVersion(row.Integer(0) ?? 0)
        {
            CreatedAt = row.Integer(1),
            UpdatedAt = row.Integer(2),
            Description = row.TextOrNull(3),
            User = row.TextOrNull(4),
            Stage = row.TextOrNull(5),
            Source = row.TextOrNull(6),
            RunId = row.TextOrNull(7),
            RunLink = row.TextOrNull(8),
            Status = row.TextOrNull(9),
            StatusMessage = row.TextOrNull(10),
            Tags = [.. Rows("model_version_tags", ["key", "value", "version"], "name", model, "key").Where(tag => tag.Integer(2) == row.Integer(0)).Select(tag => new MLflowTag(tag.Text(0), tag.Text(1)))],
        }),
    ];

    private IEnumerable<DatabaseRow> Rows(string table, string[] columns, string? where = null, string? value = null, params string[] order) =>
        tables.ReadAll(Losses, CancellationToken.None, table, columns, where is null ? null : (where, value!), order);

    private long CountOf(string table)
    {
        try
        {
            return tables.Count(table);
        }
        catch (DbException e)
        {
            Losses.Add("damaged table", e.Message.TrimEnd('.'), table);
            return 0;
        }
    }
}
