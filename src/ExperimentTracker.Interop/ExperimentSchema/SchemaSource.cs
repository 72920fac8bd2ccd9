using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Interop.Sqlite;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.ExperimentSchema;

/// <summary>Reads the tables of the experiment schema as records. The ids are those of the tables.</summary>
/// <param name="request">What to import.</param>
internal sealed class SchemaSource(TransferRequest request) : ITransferSource
{
    private readonly TransferLosses losses = new();
    private readonly ForeignContents contents = new();
    private DateTime writtenAt;

    public string Name => request.Path;

    public TransferHead Head { get; } = new();

    public bool IsMergedInSteps => true;

    public IReadOnlyList<SkippedRecords> Losses => losses.ToList();

    public IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation) => contents.Sizes;

    public Stream? Open(string digest) => null;

    public IEnumerable<TransferItem> Read(CancellationToken cancellation)
    {
        losses.Clear();
        writtenAt = File.GetLastWriteTimeUtc(request.Path);
        var reading = new ForeignReading(losses, contents, IsForContents: false, cancellation);
        using DatabaseTables tables = DatabaseTables.Open(request.Path);
        string project = request.Project ?? Project.DefaultName, projectId = RecordId.From("project", Names.Fold(project));
        foreach (TransferItem item in Encoders(tables, reading).Concat<TransferItem>(Datasets(tables, reading))) yield return item;
        yield return new TransferProject { Project = new() { Id = projectId, Name = project, CreatedAt = writtenAt, UpdatedAt = writtenAt } };
        foreach (TransferExperiment experiment in Experiments(tables, reading, project, projectId)) yield return experiment;
        var experimentOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TransferTrial trial in Trials(tables, reading))
        {
            experimentOf[trial.Trial.Id] = trial.Trial.ExperimentId;
            yield return trial;
        }

        foreach (SchemaRun run in Runs(tables, reading, experimentOf))
        {
            yield return run.ToRecord(tables, reading);
            foreach (TransferArtifact artifact in run.Artifacts(tables, reading)) yield return artifact;
        }
    }

    public void Dispose() => contents.Dispose();

    private IEnumerable<TransferEncoder> Encoders(DatabaseTables tables, ForeignReading reading)
    {
        foreach (DatabaseRow row in tables.Read(reading, "ENCODER", ["type", "config"], null, "type"))
        {
            yield return new() { Encoder = new() { Type = row.Text(0), Config = row.Value(1), CreatedAt = writtenAt, UpdatedAt = writtenAt } };
        }
    }

    private IEnumerable<TransferDataset> Datasets(DatabaseTables tables, ForeignReading reading)
    {
        ILookup<string, string> encoders = Pairs(tables, reading, "ENCODER_DATASET", "dataset_id", "encoder_type");
        foreach (DatabaseRow row in tables.Read(reading, "DATASET", ["id", "size", "location", "config"], null, "id"))
        {
            string id = row.Text(0);
            yield return new()
            {
                Dataset = new() { Id = id, Name = id, Size = row.Integer(1), Location = row.TextOrNull(2), Config = row.Value(3), CreatedAt = writtenAt, UpdatedAt = writtenAt },
                EncoderTypes = [.. encoders[id]],
            };
        }
    }

    private IEnumerable<TransferExperiment> Experiments(DatabaseTables tables, ForeignReading reading, string project, string projectId)
    {
        var names = new ForeignNames("experiment", losses);
        ILookup<string, string> datasets = Pairs(tables, reading, "EXPERIMENT_DATASET", "experiment_id", "dataset_id");
        foreach (DatabaseRow row in tables.Read(reading, "EXPERIMENT", ["id", "title", "desc", "start_time", "update_time", "config", "dataset_id"], null, "id"))
        {
            string id = row.Text(0);
            DateTime createdAt = row.Time(3) ?? writtenAt;
            yield return new()
            {
                Experiment = new()
                {
                    Id = id,
                    Name = names.Of(row.TextOrNull(1) ?? id),
                    ProjectId = projectId,
                    Project = project,
                    Description = row.TextOrNull(2),
                    Config = row.Value(5),
                    CreatedAt = createdAt,
                    UpdatedAt = row.Time(4) ?? createdAt,
                },
                PrimaryDatasetId = row.TextOrNull(6),
                DatasetIds = [.. datasets[id]],
            };
        }
    }

    private IEnumerable<TransferTrial> Trials(DatabaseTables tables, ForeignReading reading)
    {
        var names = new Dictionary<string, ForeignNames>(StringComparer.Ordinal);
        foreach (DatabaseRow row in tables.Read(reading, "TRIAL", ["id", "name", "desc", "start_time", "update_time", "config", "experiment_id"], null, "id"))
        {
            (string id, string experiment) = (row.Text(0), row.Text(6));
            if (!names.TryGetValue(experiment, out ForeignNames? taken)) names.Add(experiment, taken = new("trial", losses));
            DateTime createdAt = row.Time(3) ?? writtenAt;
            yield return new()
            {
                Trial = new()
                {
                    Id = id,
                    Name = taken.Of(row.TextOrNull(1) ?? id),
                    ExperimentId = experiment,
                    Experiment = "",
                    Project = "",
                    Description = row.TextOrNull(2),
                    Config = row.Value(5),
                    StartedAt = createdAt,
                    CreatedAt = createdAt,
                    UpdatedAt = row.Time(4) ?? createdAt,
                },
                StartedAt = row.Time(3),
            };
        }
    }

    private IEnumerable<SchemaRun> Runs(DatabaseTables tables, ForeignReading reading, Dictionary<string, string> experimentOf)
    {
        foreach (DatabaseRow row in tables.Read(reading, "TRIAL_RUN", ["id", "start_time", "end_time", "status", "trial_id"], null, "id"))
        {
            string id = row.Text(0), trial = row.Text(4);
            if (!experimentOf.TryGetValue(trial, out string? experiment))
            {
                losses.Add("trial run", "its trial is not there", id);
                continue;
            }

            string status = row.Text(3);
            if (status.Length > 0 && !RunStatusRules.TryParse(status, out _)) throw TransferErrors.StatusUnknown($"Trial run '{id}'", status);
            yield return new SchemaRun(id, experiment, trial, status, row.Time(1), row.Time(2), writtenAt);
        }
    }

    private static ILookup<string, string> Pairs(DatabaseTables tables, ForeignReading reading, string table, string key, string value) =>
        tables.Read(reading, table, [key, value], null, value).Select(row => (Key: row.Text(0), Value: row.Text(1))).ToList().ToLookup(p => p.Key, p => p.Value);
}
