using System.Globalization;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Tests.Interop;

/// <summary>Databases of MLflow are compared with queries of their tables.</summary>
public sealed class MLflowDatabaseTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder folder = new();
    private readonly StoreUnderTest store = StoreUnderTest.InAFile();

    public static TheoryData<string> Schemas => new() { MLflowSeed.Version1, MLflowSeed.Version2, MLflowSeed.Version3 };

    public void Dispose()
    {
        folder.Dispose();
        store.Dispose();
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_point_is_there_with_its_step_time_and_bits(string schema)
    {
        string path = MLflowSeed.Write(folder.Path, schema);
        store.Store.Import(path);
        foreach (string run in MLflowSeed.Query(path, "SELECT run_uuid FROM runs").Select(r => r[0]))
        {
            string[] expected = [.. MLflowSeed.Query(path, $"SELECT key, step, value, timestamp, is_nan FROM metrics WHERE run_uuid = '{run}' AND step >= 0").Select(r =>
            {
                double value = double.Parse(r[2], CultureInfo.InvariantCulture);
                double logged = r[4] == "1" ? double.NaN : value == double.MaxValue ? double.PositiveInfinity : value == double.MinValue ? double.NegativeInfinity : value;
                return Imports.Point(r[0], long.Parse(r[1], CultureInfo.InvariantCulture), logged, long.Parse(r[3], CultureInfo.InvariantCulture));
            }).Order(StringComparer.Ordinal)];
            // The name of one of two metrics that differ only in case gets a suffix.
            Assert.Equal(expected.Select(p => p.Replace("bound ", "?", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal),
                store.Store.PointsOf(run).Select(p => System.Text.RegularExpressions.Regex.Replace(p, "^[Bb]ound(~2)? ", "?")).Order(StringComparer.Ordinal));
        }

        Metric loss = store.Store.Metrics.List([MLflowSeed.Parent], None).Single(m => m.Key == "loss");
        MetricSeries series = store.Store.Metrics.Read(loss, 0, long.MaxValue, None);
        Assert.Equal([0L, 1L, 1L, 2L, 3L], series.Steps);
        Expect.SameBits([0.5, 0.30000000000000004, 0.2, 0.1, double.NaN], series.Values);
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Runs_keep_their_ids_times_statuses_and_origin(string schema)
    {
        string path = MLflowSeed.Write(folder.Path, schema);
        store.Store.Import(path);
        foreach (string[] row in MLflowSeed.Query(path, "SELECT run_uuid, start_time, end_time, status, user_id, e.name, r.lifecycle_stage FROM runs r JOIN experiments e USING (experiment_id)"))
        {
            Run run = Find(row[0]);
            Assert.Equal(row[1], Milliseconds(run.CreatedAt));
            Assert.Equal(row[2], run.EndedAt is { } end ? Milliseconds(end) : "");
            RunStatus status = row[3] switch { "FINISHED" => RunStatus.Succeeded, "KILLED" => RunStatus.Killed, "RUNNING" => RunStatus.Running, _ => RunStatus.Pending };
            Assert.Equal((status, row[4], row[5]), (run.Status, run.Origin.User, run.Experiment));
            Assert.Equal(row[6] == "deleted", run.RemovedAt is not null);
        }

        Run parent = Find(MLflowSeed.Parent), child = Find(MLflowSeed.Child);
        Assert.Equal(("parent", "The first", "train.py", "c0ffee", "main"), (parent.Name, parent.Description, parent.Origin.Script, parent.Origin.GitCommit, parent.Origin.GitBranch));
        Assert.Equal(("child by tag", MLflowSeed.Parent), (child.Name, child.ParentRunId));
        Assert.Equal((0.01, 10L, "3.10", true), (parent.Parameters["lr"], parent.Parameters["epochs"], parent.Parameters["python"], parent.Parameters["shuffle"]));
        Assert.Equal(["adam", "sgd"], parent.Parameters.Pairs.Where(p => p.Key.StartsWith("optimizer", StringComparison.OrdinalIgnoreCase)).Select(p => p.Value).Order());
        Assert.Equal("None", child.Parameters["none"]);
        Assert.Equal(["kind=trial"], parent.Tags.Pairs.Select(t => $"{t.Key}={t.Value}"));
        Assert.Equal([RunStatus.Running, RunStatus.Succeeded], store.Store.Runs.History([MLflowSeed.Parent], None).Select(c => c.To));
        Assert.Equal(schema == MLflowSeed.Version1 ? "1700000003000" : "1700000004000", Milliseconds(Find(MLflowSeed.Deleted).RemovedAt!.Value));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Experiments_and_models_are_there_with_what_is_deleted_as_removed(string schema)
    {
        store.Store.Import(MLflowSeed.Write(folder.Path, schema));
        Experiment[] experiments = [.. store.Store.Experiments.Query(new() { Removed = RemovedFilter.All }, None)];
        Assert.Equal(["Default", "old", "wine"], experiments.Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["old"], experiments.Where(e => e.RemovedAt is not null).Select(e => e.Name));
        Experiment wine = experiments.Single(e => e.Name == "wine");
        Assert.Equal(("All wines", "red", 1), (wine.Description, wine.Tags["team"], wine.Tags.Count));
        if (schema != MLflowSeed.Version1) Assert.Equal(("1690000000001", "1690000000501"), (Milliseconds(wine.CreatedAt), Milliseconds(wine.UpdatedAt)));

        Model model = Assert.Single(store.Store.Models.Query(new(), None));
        Assert.Equal(("wine", "Best wine", "ada"), (model.Name, model.Description, model.Tags["owner"]));
        ModelVersion[] versions = [.. store.Store.Models.Versions(new ModelVersionQuery { Removed = RemovedFilter.All }, None).OrderBy(v => v.Version)];
        Assert.Equal(schema == MLflowSeed.Version3 ? [1, 2, 3, 4] : [1, 2, 3], versions.Select(v => v.Version));
        Assert.Equal((ModelStage.Archived, ModelStage.Production), (versions[0].Stage, versions[1].Stage));
        Assert.Equal([false, false, true], versions.Take(3).Select(v => v.RemovedAt is not null));
        Assert.Equal(("one", MLflowSeed.Parent, "model"), (versions[0].Description, versions[0].RunId, versions[0].Artifact));
        Assert.Equal(("model", "yes"), (versions[1].Artifact, versions[1].Tags["tested"]));
        Assert.Equal(("no disk", "http://link", "s3://bucket/x"), (versions[2].Tags["mlflow.statusMessage"], versions[2].Tags["mlflow.runLink"], versions[2].Tags["mlflow.source"]));
        Assert.Equal("1700000200001", Milliseconds(versions[0].CreatedAt));
        if (schema != MLflowSeed.Version1) Assert.Equal(["champion"], versions[1].Aliases);
        if (schema == MLflowSeed.Version3) Assert.StartsWith("model~", versions[3].Artifact, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Artifacts_beside_the_database_are_copied_with_their_bytes(string schema)
    {
        store.Store.Import(MLflowSeed.Write(folder.Path, schema));
        Artifact[] artifacts = [.. store.Store.Artifacts.Query(new() { OwnerIds = [MLflowSeed.Parent] }, None)];
        Artifact note = artifacts.Single(a => a.Key == "notes.txt");
        Assert.Equal((ArtifactKind.File, 6L), (note.Kind, note.Size));
        using (var text = new StreamReader(store.Store.Artifacts.Open(note.Digest!)!)) Assert.Equal("a note", text.ReadToEnd());
        Artifact model = artifacts.Single(a => a.Key == "model");
        Assert.Equal(ArtifactKind.Folder, model.Kind);
        Assert.Equal(["MLmodel 11", "data/weights.bin 3"], store.Store.Artifacts.Files(model.Id, None).Select(f => $"{f.Path} {f.Size}").Order(StringComparer.Ordinal));
        Artifact remote = Assert.Single(store.Store.Artifacts.Query(new() { OwnerIds = [MLflowSeed.Child] }, None));
        Assert.Equal((ArtifactKind.Reference, "s3://bucket/1/1123456789abcdef0123456789abcdef/artifacts"), (remote.Kind, remote.Location));
        if (schema != MLflowSeed.Version3) return;
        Artifact logged = artifacts.Single(a => a.Key.StartsWith("model~", StringComparison.Ordinal));
        Assert.Equal(("model", "m-aaaabbbbccccdddd", "sklearn", 4L), (logged.Type, ((NamedValues)logged.Config!)["model_id"], ((NamedValues)logged.Config)["model_type"], ((NamedValues)logged.Config)["params.depth"]));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Inputs_and_what_has_no_home_are_told(string schema)
    {
        MergeResult result = store.Store.Import(MLflowSeed.Write(folder.Path, schema));
        var skipped = result.Skipped.ToLookup(s => s.Kind, s => s.Count);
        Assert.Equal([1L], skipped["point"]);
        Assert.Equal([1L], skipped["stage Production"]);
        Assert.Equal([1L], skipped["name of a metric"]);
        Assert.Equal([1L], skipped["name of a parameter"]);
        Assert.Equal(schema == MLflowSeed.Version3 ? [2L] : [], skipped["trace_info"]);
        if (schema == MLflowSeed.Version1) return;
        Assert.Equal([1L], skipped["alias"]);
        Assert.Equal([1L], skipped["tag of an input"]);
        RunInput train = Assert.Single(store.Store.Inputs.List([MLflowSeed.Parent], None));
        Assert.Equal(("train", "wine-quality (f8bb6a7e)", RunInputKind.Dataset), (train.Role, train.Name, train.Kind));
        Dataset dataset = Assert.Single(store.Store.Datasets.Query(new(), None));
        Assert.Equal(("https://host/wine.csv", "f8bb6a7e"), (dataset.Location, ((NamedValues)dataset.Config!)["digest"]));
        Assert.Equal(schema == MLflowSeed.Version3 ? 2 : 1, store.Store.Inputs.List([MLflowSeed.Child], None).Count);
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_second_import_changes_nothing_and_a_later_one_adds_what_is_new(string schema)
    {
        string path = MLflowSeed.Write(folder.Path, schema);
        store.Store.Import(path);
        store.Store.AssertSecondImportChangesNothing(path);
        using (Microsoft.Data.Sqlite.SqliteConnection connection = MLflowSeed.Open(path))
        {
            MLflowSeed.Execute(connection, $"""
                UPDATE runs SET status = 'FAILED', end_time = 1700000009000 WHERE run_uuid = '{MLflowSeed.Child}';
                INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES ('system/cpu', 13, 1700000005000, '{MLflowSeed.Child}', 8, 0);
                """);
        }

        MergeResult later = store.Store.Import(path);
        Assert.Equal((0L, 1L, 1L, 0), (later.Added, later.Changed, later.Points, later.Conflicts.Count));
        Assert.Equal((RunStatus.Failed, "1700000009000"), (Find(MLflowSeed.Child).Status, Milliseconds(Find(MLflowSeed.Child).EndedAt!.Value)));
    }

    [Fact]
    public void A_location_that_is_not_of_the_run_is_not_read()
    {
        string secret = Directory.CreateDirectory(Path.Combine(folder.Path, "private")).FullName;
        File.WriteAllText(Path.Combine(secret, "key"), "secret");
        string path = MLflowSeed.Write(folder.Path, MLflowSeed.Version2);
        using (Microsoft.Data.Sqlite.SqliteConnection connection = MLflowSeed.Open(path))
        {
            MLflowSeed.Execute(connection, $"UPDATE runs SET artifact_uri = '{secret}' WHERE run_uuid = '{MLflowSeed.Child}'");
        }

        store.Store.Import(path);
        Assert.Empty(store.Store.Artifacts.Query(new() { OwnerIds = [MLflowSeed.Child] }, None));
    }

    private static string Milliseconds(DateTime time) => new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private Run Find(string id) => store.Store.Runs.Query(new() { Ids = [id], Removed = RemovedFilter.All }, None).Single();
}
