using System.Globalization;
using System.Net;
using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Tests.Interop;

public sealed class MLflowServerTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly StoreUnderTest store = StoreUnderTest.InAFile();
    private readonly MLflowStub server = new();

    public MLflowServerTests() => Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", MLflowStub.Token);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", null);
        server.Dispose();
        store.Dispose();
    }

    [Fact]
    public void Every_page_is_read_with_every_value()
    {
        server.Busy = 1;
        MergeResult result = Import();
        Assert.Equal(
            server.Points.Select(p => Imports.Point("val/loss", p.Step, p.Value switch { "\"NaN\"" => double.NaN, "1.7976931348623157e+308" => double.PositiveInfinity, var text => double.Parse(text, CultureInfo.InvariantCulture) }, p.Timestamp)).Order(StringComparer.Ordinal),
            store.Store.PointsOf(MLflowStub.Parent));
        Run[] runs = [.. store.Store.Runs.Query(new() { Removed = RemovedFilter.All }, None).OrderBy(r => r.Id, StringComparer.Ordinal)];
        Assert.Equal([RunStatus.Succeeded, RunStatus.Running, RunStatus.Killed], runs.Select(r => r.Status));
        Assert.Equal([false, false, true], runs.Select(r => r.RemovedAt is not null));
        Assert.Equal(("parent", 0.01, "train.py", MLflowStub.Parent), (runs[0].Name, runs[0].Parameters["lr"], runs[0].Origin.Script, runs[1].ParentRunId));
        Assert.Equal([("Default", false), ("old", true), ("wine", false)], store.Store.Experiments.Query(new() { Removed = RemovedFilter.All }, None).Select(e => (e.Name, e.RemovedAt is not null)).Order());
        Artifact[] artifacts = [.. store.Store.Artifacts.Query(new() { OwnerIds = [MLflowStub.Parent] }, None).OrderBy(a => a.Key, StringComparer.Ordinal)];
        Assert.Equal([("model", ArtifactKind.Folder, 11L), ("notes.txt", ArtifactKind.File, 6L)], artifacts.Select(a => (a.Key, a.Kind, a.Size!.Value)));
        using (var text = new StreamReader(store.Store.Artifacts.Open(artifacts[1].Digest!)!)) Assert.Equal("a note", text.ReadToEnd());
        ModelVersion[] versions = [.. store.Store.Models.Versions(new(), None).OrderBy(v => v.Version)];
        Assert.Equal([(ModelStage.Archived, "model", ""), (ModelStage.Production, "model", "champion"), (ModelStage.None, null, "")], versions.Select(v => (v.Stage, v.Artifact, string.Join(',', v.Aliases))));
        Assert.Equal("train", Assert.Single(store.Store.Inputs.List([MLflowStub.Parent], None)).Role);
        SkippedRecords lost = Assert.Single(result.Skipped);
        Assert.Equal(("file of an artifact", $"lost.txt of run {MLflowStub.Parent}"), (lost.Kind, lost.First));
    }

    [Fact]
    public void A_second_import_changes_nothing()
    {
        Import();
        string before = StoreRecords.Text(store.Store);
        MergeResult again = Import();
        Assert.Equal((0L, 0L, 0L, 0L, 0), (again.Added, again.Changed, again.Points, again.Contents, again.Conflicts.Count));
        Assert.Equal(before, StoreRecords.Text(store.Store));
    }

    [Fact]
    public void An_import_that_ends_early_keeps_whole_runs_and_the_next_one_continues()
    {
        server.Failing = ("api/2.0/mlflow/registered-models/search", HttpStatusCode.InternalServerError);
        TrackerException error = Expect.Refused("ImportInterrupted", () => Import());
        Assert.Contains("the server answered 500 (InternalServerError) to api/2.0/mlflow/registered-models/search", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, store.Store.PointsOf(MLflowStub.Parent).Count);
        server.Failing = null;
        Import();
        Assert.Equal(3, store.Store.Models.Versions(new(), None).Count);
        Assert.Equal(MLflowStub.Parent, store.Store.Runs.Query(new() { Ids = [MLflowStub.Child] }, None).Single().ParentRunId);
    }

    [Fact]
    public void A_server_that_refuses_the_login_is_an_error()
    {
        Environment.SetEnvironmentVariable("MLFLOW_TRACKING_TOKEN", "wrong");
        Assert.Contains("401 (Unauthorized)", Expect.Refused("ImportInterrupted", () => Import()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ada:s3cretWord@host/")]
    [InlineData("https://host/?token=s3cretWord")]
    [InlineData("ftp://host/")]
    [InlineData("http://mlflow.example.com:5000")]
    public void An_address_that_would_give_a_secret_away_is_refused_without_repeating_it(string address)
    {
        TrackerException error = Expect.Refused("ImportAddressInvalid", () => store.Store.Import(address, "MLflow"));
        Assert.DoesNotContain("s3cretWord", error.ToString(), StringComparison.Ordinal);
    }

    private MergeResult Import() => store.Store.Import(server.Address, "MLflow");
}
