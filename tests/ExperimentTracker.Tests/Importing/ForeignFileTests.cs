using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Importing;

public sealed class ForeignFileTests : IDisposable
{
    private const string Ledger = """
        { "train": {
            "mnist/cnn": {
              "000": { "status": "done", "param_hash": 123456, "files": { "model": "train/000/model.pt" },
                       "timestamp_status_lst": [["2024-07-01T10:00:00.000001", "pending"], ["2024-07-01T10:00:01", "running"], ["2024-07-01T10:00:02", "done"]] },
              "007": { "status": "running", "timestamp_status_lst": [["2024-07-01T11:00:00", "pending"], ["2024-07-01T11:00:01", "running"]] } },
            "": { "1000": { "status": "ERROR", "param_hash": "text", "files": {} }, "002": {} } },
          "eval": {} }
        """;

    private const string Records = """
        { "experiments": [ { "experiment_id": "exp-001", "name": "ResNet", "created_at": "2025-01-15T12:00:00Z", "config": { "lr": 0.01, "n": 3 } } ],
          "runs": [ { "run_id": "run-001", "experiment_id": "exp-001", "status": "Success", "started_at": "2025-01-15T12:00:01Z",
                      "ended_at": "2025-01-15T12:00:03.25Z", "renacer_span_id": "span-abc-123" },
                    { "run_id": "run-002", "experiment_id": "exp-001", "status": "Pending", "started_at": null } ],
          "metrics": [ { "run_id": "run-001", "key": "loss", "step": 1, "value": 0.25, "timestamp": "2025-01-15T12:00:02Z" },
                       { "run_id": "run-001", "key": "loss", "step": 0, "value": null, "timestamp": "2025-01-15T12:00:02Z" } ],
          "artifacts": [ { "run_id": "run-001", "key": "model.pt", "size_bytes": 104857600,
                           "cas_hash": "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" } ] }
        """;

    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder folder = new();
    private readonly StoreUnderTest store = StoreUnderTest.InMemory();

    public void Dispose()
    {
        folder.Dispose();
        store.Dispose();
    }

    [Fact]
    public void A_ledger_keeps_its_uids_history_and_hashes()
    {
        Import(Ledger);
        Run[] runs = [.. Runs()];
        Assert.Equal(["train/002", "train/1000", "train/mnist/cnn/000", "train/mnist/cnn/007"], runs.Select(r => r.Path).Order(StringComparer.Ordinal));
        Run done = runs.Single(r => r.Path == "train/mnist/cnn/000");
        Assert.Equal((RunStatus.Succeeded, "123456", "run-000"), (done.Status, done.ParameterHash, done.Name));
        Assert.Equal((At(10, 0, 0).AddTicks(10), At(10, 0, 1), At(10, 0, 2)), (done.CreatedAt, done.StartedAt!.Value, done.EndedAt!.Value));
        Assert.Equal([RunStatus.Pending, RunStatus.Running, RunStatus.Succeeded], store.Store.Runs.History([done.Id], None).Select(c => c.To));
        Artifact file = Assert.Single(store.Store.Artifacts.Query(new() { OwnerIds = [done.Id] }, None));
        Assert.Equal(("model", "train/000/model.pt", ArtifactKind.Reference), (file.Key, file.Location, file.Kind));
        Assert.Equal((RunStatus.Failed, "text"), (runs.Single(r => r.Number == 1000).Status, runs.Single(r => r.Number == 1000).ParameterHash));
        Assert.Equal(["eval", "train"], store.Store.Experiments.Query(new(), None).Select(e => e.Name));
        Assert.Equal(1001, store.Store.NewRun(new RunDraft { ExperimentId = done.ExperimentId }).Number);
        Assert.Equal(8, store.Store.NewRun(new RunDraft { ExperimentId = done.ExperimentId, Namespace = "mnist/cnn" }).Number);
    }

    [Fact]
    public void A_second_import_of_a_ledger_changes_nothing_and_a_later_one_adds_to_it()
    {
        MergeResult first = Import(Ledger);
        string before = StoreRecords.Text(store.Store);
        MergeResult second = Import(Ledger);
        Assert.Equal((0L, 0L, first.Added, 0), (second.Added, second.Changed, second.Unchanged, second.Conflicts.Count));
        Assert.Equal(before, StoreRecords.Text(store.Store));
        string later = Ledger
            .Replace("\"status\": \"running\", \"timestamp", "\"status\": \"done\", \"files\": { \"model\": \"m.pt\" }, \"timestamp", StringComparison.Ordinal)
            .Replace("[\"2024-07-01T11:00:01\", \"running\"]", "[\"2024-07-01T11:00:01\", \"running\"], [\"2024-07-01T12:00:00\", \"done\"]", StringComparison.Ordinal)
            .Replace("\"002\": {}", "\"002\": {}, \"1001\": { \"status\": \"pending\" }", StringComparison.Ordinal);
        MergeResult third = Import(later);
        Assert.Equal((2L, 1L, 0), (third.Added, third.Changed, third.Conflicts.Count));
        Assert.Equal((RunStatus.Succeeded, At(12, 0, 0)), (Runs().Single(r => r.Number == 7).Status, Runs().Single(r => r.Number == 7).EndedAt!.Value));
    }

    [Fact]
    public void Another_ledger_with_the_same_uids_gets_new_ones_and_both_are_kept()
    {
        Import(Ledger);
        MergeResult other = Import(Ledger.Replace("2024-07-01T1", "2024-08-01T1", StringComparison.Ordinal));
        Assert.Equal(["train/mnist/cnn/000 → train/mnist/cnn/008", "train/mnist/cnn/007 → train/mnist/cnn/009"], other.Renumbered.Select(r => r.ToString()));
    }

    [Theory]
    [InlineData("\"status\": \"done\"", "\"status\": \"splendid\"", "ImportStatusUnknown", "train/mnist/cnn/000")]
    [InlineData("\"running\"], [\"2024-07-01T10:00:02\", \"done\"]", "\"running\"], [\"2024-07-01T10:00:02\", \"gone\"]", "ImportStatusUnknown", "train/mnist/cnn/000")]
    [InlineData("2024-07-01T10:00:01", "yesterday", "ImportRecordInvalid", "train/mnist/cnn/000")]
    [InlineData("\"train/000/model.pt\"", "5", "ImportRecordInvalid", "train/mnist/cnn/000")]
    [InlineData("\"1000\"", "\"99999999999999999999\"", "ImportRecordInvalid", "train/99999999999999999999")]
    [InlineData("\"mnist/cnn\"", "\"../cnn\"", "ImportRecordInvalid", "")]
    [InlineData("\"007\"", "\"seven\"", "ImportFormatUnknown", "")]
    [InlineData("\"param_hash\": 123456", "\"parameters\": 123456", "ImportFormatUnknown", "")]
    public void A_bad_ledger_is_an_error_that_names_the_record_and_nothing_is_imported(string found, string instead, string errorId, string record)
    {
        Assert.Contains(found, Ledger, StringComparison.Ordinal);
        string before = StoreRecords.Text(store.Store);
        TrackerException error = Expect.Refused(errorId, () => Import(Ledger.Replace(found, instead, StringComparison.Ordinal)));
        Assert.Contains(record, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, StoreRecords.Text(store.Store));
    }

    [Fact]
    public void Records_with_names_in_snake_case_are_read()
    {
        Import(Records);
        Experiment experiment = Assert.Single(store.Store.Experiments.Query(new(), None));
        Assert.Equal(("exp-001", "ResNet", StoreSteps.Named(("lr", 0.01), ("n", 3L))), (experiment.Id, experiment.Name, experiment.Config));
        Run run = Runs().Single(r => r.Id == "run-001");
        Assert.Equal((RunStatus.Succeeded, "span-abc-123", TimeSpan.FromSeconds(2.25)), (run.Status, run.SpanId, run.Duration));
        MetricSeries loss = store.Store.Points(run, "loss");
        Assert.Equal([0L, 1L], loss.Steps);
        Expect.SameBits([double.NaN, 0.25], loss.Values);
        Assert.Equal(new DateTime(2025, 1, 15, 12, 0, 2, DateTimeKind.Utc), loss.Timestamps[1].ToUniversalTime());
        Assert.Equal(104_857_600, Assert.Single(store.Store.Artifacts.Query(new(), None)).Size);
        MergeResult again = Import(Records);
        Assert.Equal((0L, 0L), (again.Added, again.Changed));
    }

    [Fact]
    public void Records_by_id_and_in_camel_case_are_read_too()
    {
        Import("""{ "experiments": { "e": { "experimentId": "e", "name": "E" } }, "runs": { "r": { "runId": "r", "experimentId": "e", "status": "completed" } } }""");
        Assert.Equal(RunStatus.Succeeded, Assert.Single(Runs()).Status);
    }

    [Theory]
    [InlineData("\"status\": \"Success\"", "\"status\": \"Splendid\"", "ImportStatusUnknown")]
    [InlineData("\"step\": 1,", "\"step\": 9223372036854775808,", "ImportRecordInvalid")]
    [InlineData("\"step\": 1,", "", "ImportRecordInvalid")]
    [InlineData("\"value\": 0.25", "\"value\": \"much\"", "ImportRecordInvalid")]
    [InlineData("\"name\": \"ResNet\",", "", "ImportRecordInvalid")]
    [InlineData("\"run_id\": \"run-001\", \"key\": \"loss\"", "\"run_id\": \"run-003\", \"key\": \"loss\"", "ImportRecordInvalid")]
    [InlineData("\"experiment_id\": \"exp-001\", \"status\"", "\"experiment_id\": \"exp-9\", \"status\"", "ImportRecordInvalid")]
    [InlineData("sha256:e3b", "sha256:xyz", "ImportRecordInvalid")]
    [InlineData("[ { \"experiment_id\"", "[ 5, { \"experiment_id\"", "ImportRecordInvalid")]
    public void Bad_records_are_an_error_and_nothing_is_imported(string found, string instead, string errorId)
    {
        Assert.Contains(found, Records, StringComparison.Ordinal);
        string before = StoreRecords.Text(store.Store);
        Expect.Refused(errorId, () => Import(Records.Replace(found, instead, StringComparison.Ordinal)));
        Assert.Equal(before, StoreRecords.Text(store.Store));
    }

    [Theory]
    [InlineData("", "ImportNotReadable")]
    [InlineData("[]", "ImportNotReadable")]
    [InlineData("5", "ImportNotReadable")]
    [InlineData("{", "ImportNotReadable")]
    [InlineData("hello", "ImportNotReadable")]
    [InlineData("SQLite format 3\0", "ImportNotReadable")]
    [InlineData("""{ "name": "package", "version": "1.0.0" }""", "ImportFormatUnknown")]
    [InlineData("""{ "Runs": [] }""", "ImportFormatUnknown")]
    public void What_is_something_else_is_refused(string text, string errorId) => Expect.Refused(errorId, () => Import(text));

    [Fact]
    public void JSON_that_nests_too_deep_is_refused()
    {
        Expect.Refused("ImportNotReadable", () => Import("{\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}"));
        Expect.Refused("ImportNotReadable", () => Import("""{"Format":"ExperimentTracker","FormatVersion":1,"Projects":[{"Id":""" + new string('[', 10_000)));
    }

    private IEnumerable<Run> Runs() => store.Store.Runs.Query(new(), None);

    private MergeResult Import(string json)
    {
        string path = folder.Sub("import.json");
        File.WriteAllText(path, json);
        using ITransferSource source = ImportSource.Open(path);
        return store.Store.Transfer.Merge(source, false, null, None);
    }

    private static DateTime At(int hour, int minute, int second) => new(2024, 7, 1, hour, minute, second, DateTimeKind.Local);
}
