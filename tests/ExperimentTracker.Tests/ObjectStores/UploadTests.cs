using System.Security.Cryptography;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.ObjectStores;

/// <summary>Uploads that are interrupted, and what they leave.</summary>
[NeedsMoto]
public sealed class UploadTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_large_upload_whose_connection_is_cut_sends_the_part_again_and_not_the_whole()
    {
        using var proxy = new NetworkProxy(MotoServer.Shared.Port);
        using IExperimentStore store = Open(MotoServer.Shared.NewLocation(proxy.Port));
        string path = NewFile(200_000_000);
        Run run = store.NewRun();
        Task cut = CutAfter(proxy, 110_000_000);
        long read = 0;
        Artifact artifact = ArtifactIntake.AddFile(store, StoreSteps.DraftOf(run, "weights"), path, new Sum(bytes => read += bytes), Expect.None);
        Assert.True(cut.IsCompletedSuccessfully);
        Assert.Equal((200_000_000L, 200_000_000L), (read, artifact.Size));
        Assert.InRange(proxy.Traffic.BytesToServer, 200_000_000, 200_000_000 + (2L * 16 << 20));
        using (FileStream file = File.OpenRead(path)) Assert.Equal(ArtifactRules.DigestOf(SHA256.HashData(file)), artifact.Digest);
        Assert.True(ArtifactReader.Check(store, artifact, null, Expect.None).IsIntact);
        Assert.Empty(store.Findings(quick: true));
    }

    [Fact]
    public void An_upload_to_a_service_that_went_away_is_an_error_and_what_it_left_is_named_and_deleted()
    {
        using var proxy = new NetworkProxy(MotoServer.Shared.Port);
        using IExperimentStore store = Open(MotoServer.Shared.NewLocation(proxy.Port));
        string path = NewFile(40_000_000);
        Run run = store.NewRun();
        Expect.Refused(
            "ArtifactsUnreachable",
            () => ArtifactIntake.AddFile(store, StoreSteps.DraftOf(run, "weights"), path, new Sum(_ => GoDown(proxy)), Expect.None));
        Assert.Empty(store.Artifacts.Query(new(), Expect.None));
        proxy.Pass();
        Assert.All(store.Findings(quick: true), f => Assert.Equal(FindingSeverity.Information, f.Severity));
        clock.Advance(TimeSpan.FromHours(25));
        Assert.Contains(store.Findings(quick: true), f => f.Problem == "StagingLeftover" && f.Subject.StartsWith("s3://tests/", StringComparison.Ordinal));
        store.Maintenance.Collect(null, null, Expect.None);
        Assert.Empty(store.Findings(quick: true));
        ArtifactIntake.AddFile(store, StoreSteps.DraftOf(run, "weights"), path, null, Expect.None);
        Assert.Empty(store.Findings());
    }

    [Theory]
    [InlineData(1000, FaultPoints.Staging)]
    [InlineData(1000, FaultPoints.Staged)]
    [InlineData(40_000_000, FaultPoints.Staging)]
    [InlineData(40_000_000, FaultPoints.Staged)]
    public void What_a_killed_upload_leaves_is_named_after_the_grace_and_deleted(int size, string point)
    {
        string place = MotoServer.Shared.NewLocation();
        using (Open(place))
        {
        }

        Kill(size, point);
        using IExperimentStore store = Open();
        Assert.Equal((0L, 0L), (store.Describe(Expect.None).Artifacts, store.Describe(Expect.None).Blobs));
        Assert.Empty(store.Findings());
        Assert.Equal(new CollectionSummary(), store.Maintenance.Collect(null, null, Expect.None) with { DatabaseBytes = 0 });
        clock.Advance(TimeSpan.FromHours(25));
        Assert.NotEmpty(store.Findings());
        Assert.All(store.Findings(), f => Assert.Equal((FindingSeverity.Information, "StagingLeftover"), (f.Severity, f.Problem)));
        store.Maintenance.Collect(null, null, Expect.None);
        Assert.Empty(store.Findings());
        Assert.Equal(["store"], MotoServer.Shared.Keys(place));
    }

    [Fact]
    public async Task An_object_without_a_row_is_named_after_the_grace_and_deleted()
    {
        string place = MotoServer.Shared.NewLocation();
        using IExperimentStore store = Open(place);
        store.AddText(store.NewRun(), "k", "content");
        using (Amazon.S3.AmazonS3Client client = MotoServer.Shared.NewClient())
        {
            string key = $"{Contracts.Blobs.ArtifactLocation.Parse(place).Prefix}/sha256/ab/{new string('c', 62)}";
            await client.PutObjectAsync(new() { BucketName = "tests", Key = key, ContentBody = "stray" });
        }

        Assert.Empty(store.Findings(quick: true));
        clock.Advance(TimeSpan.FromHours(25));
        StoreFinding finding = store.Findings(quick: true).Single();
        Assert.Equal(("StrayBlob", false), (finding.Problem, finding.IsRepairable));
        Assert.Equal((0, 1), (store.Maintenance.EstimateCollection(null, Expect.None).Blobs, store.Maintenance.EstimateCollection(null, Expect.None).StagingFiles));
        store.Maintenance.Collect(null, null, Expect.None);
        Assert.Equal(2, MotoServer.Shared.Keys(place).Count);
        Assert.Empty(store.Findings());
    }

    private IExperimentStore Open(string? place = null) => new SqliteEngine(new EngineOptions { Time = clock }).Open(StoreAddress.OfFolder(folder.Sub("store")), StoreOpening.OrCreate with { Artifacts = place }, Expect.None);

    // In the middle of a part: between two of them, nothing is on the way.
    private static Task CutAfter(NetworkProxy proxy, long bytes) => Task.Factory.StartNew(
        () =>
        {
            SpinWait.SpinUntil(() => proxy.Traffic.BytesToServer >= bytes);
            proxy.Cut();
        },
        TaskCreationOptions.LongRunning);

    private static void GoDown(NetworkProxy proxy)
    {
        proxy.Refuse();
        proxy.Cut();
    }

    // What a killed process leaves: nothing after the step runs, neither the abort of the upload nor the release of the announcement.
    private void Kill(int size, string point)
    {
        using WorkerProcess worker = WorkerProcess.Start();
        worker.Ask("open", folder.Sub("store"));
        worker.Ask("kill at", point, "1");
        worker.Send("stage", $"{size}");
        Assert.Null(worker.NextAnswer());
    }

    private string NewFile(int size)
    {
        string path = folder.Write("file", "");
        File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(size));
        return path;
    }

    private sealed class Sum(Action<long> add) : IProgress<long>
    {
        public void Report(long value) => add(value);
    }
}
