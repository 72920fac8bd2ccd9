using ExperimentTracker.Interop.ExperimentSchema;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop.Databases;

public sealed class ExperimentSchemaTests : IDisposable
{
    private const string Schema = """
        CREATE TABLE EXPERIMENT (id TEXT PRIMARY KEY, title TEXT, desc TEXT, start_time TEXT, update_time TEXT, config TEXT, dataset_id TEXT);
        CREATE TABLE TRIAL (id TEXT PRIMARY KEY, name TEXT, desc TEXT, start_time TEXT, update_time TEXT, config TEXT, experiment_id TEXT);
        CREATE TABLE TRIAL_RUN (id TEXT PRIMARY KEY, start_time TEXT, end_time TEXT, status TEXT, trial_id TEXT);
        CREATE TABLE RESULTS (id TEXT PRIMARY KEY, trial_run_id TEXT, total_accuracy REAL, accuracy_per_label TEXT, total_loss REAL, loss_per_label TEXT);
        CREATE TABLE EPOCH (id TEXT PRIMARY KEY, trial_run_id TEXT, "index" INTEGER, total_accuracy REAL, accuracy_per_label TEXT, total_loss REAL, loss_per_label TEXT);
        CREATE TABLE DATASET (id TEXT PRIMARY KEY, size INTEGER, location TEXT, config TEXT);
        CREATE TABLE ENCODER (type TEXT PRIMARY KEY, config TEXT);
        CREATE TABLE ARTIFACT (id TEXT PRIMARY KEY, type TEXT, config TEXT, location TEXT, trial_run_id TEXT, epoch_id TEXT, results_id TEXT);
        CREATE TABLE LOGS (id TEXT PRIMARY KEY, location TEXT, trial_run_id TEXT);
        CREATE TABLE EXPERIMENT_DATASET (experiment_id TEXT, dataset_id TEXT);
        CREATE TABLE ENCODER_DATASET (encoder_type TEXT, dataset_id TEXT);
        """;

    private const string Rows = """
        INSERT INTO ENCODER VALUES ('BERT', '{"layers": 12}');
        INSERT INTO DATASET VALUES ('ds1', 150, 'iris.csv', '{"split": 0.8}'), ('ds2', NULL, NULL, NULL);
        INSERT INTO ENCODER_DATASET VALUES ('BERT', 'ds1');
        INSERT INTO EXPERIMENT VALUES ('exp_123', 'iris', 'first', '2026-01-02T03:04:05Z', '2026-01-03', '{"seed": 1}', 'ds1');
        INSERT INTO EXPERIMENT_DATASET VALUES ('exp_123', 'ds1'), ('exp_123', 'ds2');
        INSERT INTO TRIAL VALUES ('t1', 'small', NULL, '2026-01-02T03:04:05Z', NULL, '{"lr": 0.1}', 'exp_123');
        INSERT INTO TRIAL_RUN VALUES ('run_456', '2026-01-02T03:04:05Z', '2026-01-02T03:05:05Z', 'completed', 't1'), ('run_789', '2026-01-02T04:00:00Z', NULL, 'running', 't1'), ('lost', NULL, NULL, 'failed', 'none');
        INSERT INTO EPOCH VALUES ('e0', 'run_456', 0, 0.5, '{"setosa": 0.75}', 1.5, NULL), ('e1', 'run_456', 1, 0.75, '{"setosa": 1}', 0.5, 'no json');
        INSERT INTO RESULTS VALUES ('r0', 'run_456', 0.875, '{"setosa": 1.0}', 0.25, '{"setosa": 0.125}');
        INSERT INTO ARTIFACT VALUES ('a1', 'model', '{"k": 1}', 's3://bucket/model.bin', 'run_456', 'e1', 'r0'), ('a2', 'model', NULL, '/data/model.bin', 'run_456', NULL, NULL);
        INSERT INTO LOGS VALUES ('l1', '/logs/run.log', 'run_456');
        """;

    private static readonly ExperimentSchemaFormat Format = new();
    private readonly ForeignStore store = new(Format);

    public void Dispose() => store.Dispose();

    [Fact]
    public void Each_row_of_each_table_is_a_record()
    {
        string path = Database();
        MergeResult result = store.ImportTwice(path);
        Run run = store.Runs.Single(r => r.Id == "run_456");
        Assert.Equal(("iris", "small", RunStatus.Succeeded), (run.Experiment, run.Trial, run.Status));
        Assert.Equal((new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTime(2026, 1, 2, 3, 5, 5, DateTimeKind.Utc)), (run.StartedAtUtc, run.EndedAtUtc));
        Assert.Equal([(0L, 0.5), (1, 0.75)], store.Points(run, "epoch/accuracy").Select(p => (p.Step, p.Value)));
        Assert.Equal((1.0, 0.25, 0.125), (run.Metrics["epoch/accuracy[setosa]"], run.Metrics["result/loss"], run.Metrics["result/loss[setosa]"]));
        Assert.Equal([("model.bin", "s3://bucket/model.bin", "e1", "r0"), ("model.bin~2", "/data/model.bin", null, null)], store.Artifacts(run).Select(a => (a.Key, a.Location!, a.EpochId, a.ResultId)).Order());
        Assert.Equal("/logs/run.log", Assert.Single(store.Logs(run)).Location);
        Assert.Equal(RunStatus.Running, store.Runs.Single(r => r.Id == "run_789").Status);
        Assert.Equal(["trial run: lost", "value by label: no json"], result.Skipped.Select(s => $"{s.Kind}: {s.First}"));
        Dictionary<string, long> counts = result.Counts.ToDictionary(c => c.Type, c => c.Added);
        Assert.Equal((1L, 2L, 1L, 1L, 2L, 2L), (counts["Encoder"], counts["Dataset"], counts["Experiment"], counts["Trial"], counts["Run"], counts["Artifact"]));
    }

    /// <summary>The views of a store have the rows that the file had, column by column.</summary>
    [Fact]
    public void The_views_of_a_store_show_what_the_file_has()
    {
        using StoreUnderTest target = StoreUnderTest.InAFile();
        string path = Database();
        using (ITransferSource source = Format.Open(new(path))) target.Store.Transfer.Merge(source, preview: false, null, Expect.None);
        string tracker = Path.Combine(target.Store.Path, "tracker.db");
        foreach (string query in new[]
        {
            "SELECT id, title, desc, json(config), dataset_id FROM EXPERIMENT ORDER BY id",
            "SELECT id, name, json(config), experiment_id FROM TRIAL WHERE id = 't1' ORDER BY id",
            "SELECT id, trial_id FROM TRIAL_RUN WHERE id <> 'lost' ORDER BY id",
            "SELECT id, trial_run_id, total_accuracy, total_loss, json_extract(accuracy_per_label, '$.setosa') FROM RESULTS ORDER BY id",
            "SELECT id, trial_run_id, \"index\", total_accuracy, total_loss, json_extract(accuracy_per_label, '$.setosa') + 0.0 FROM EPOCH ORDER BY id",
            "SELECT id, size, location, json(config) FROM DATASET ORDER BY id",
            "SELECT type, json(config) FROM ENCODER",
            "SELECT id, type, location, trial_run_id, epoch_id, results_id FROM ARTIFACT ORDER BY id",
            "SELECT id, location, trial_run_id FROM LOGS",
            "SELECT experiment_id, dataset_id FROM EXPERIMENT_DATASET ORDER BY dataset_id",
            "SELECT encoder_type, dataset_id FROM ENCODER_DATASET",
        })
        {
            Assert.Equal(DatabaseFiles.Rows(path, query).Select(Text), DatabaseFiles.Rows(tracker, query).Select(Text));
        }

        // A store itself is not such a file.
        Assert.False(Format.Fits(tracker));
    }

    [Fact]
    public void A_status_that_is_not_known_is_refused()
    {
        string path = store.Folder.Sub("s.db");
        DatabaseFiles.Make(path, Schema + "INSERT INTO EXPERIMENT (id) VALUES ('e'); INSERT INTO TRIAL (id, experiment_id) VALUES ('t', 'e'); INSERT INTO TRIAL_RUN (id, trial_id, status) VALUES ('r', 't', 'odd')");
        Expect.Refused("ImportStatusUnknown", () => store.Import(path));
    }

    [Fact]
    public void Mutated_files_are_read_as_far_as_they_are_whole()
    {
        string path = store.Folder.Sub("s.db");
        DatabaseFiles.Make(path, "PRAGMA page_size = 512;" + Schema + Rows);
        MutatedFiles.Check(Format, path, File.ReadAllBytes(path));
    }

    private string Database()
    {
        string path = store.Folder.Sub("other.sqlite");
        DatabaseFiles.Make(path, Schema + Rows);
        return path;
    }

    private static string Text(object?[] row) => string.Join(" | ", row.Select(v => v is null ? "NULL" : Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture)));
}
