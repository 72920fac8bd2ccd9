using System.Text;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.ObjectStores;

/// <summary>Two collectors and a writer of the same content, each with a handle of its own, and nothing but rows and objects between them.</summary>
public abstract class SharedContentTests(ObjectService service)
{
    [Fact]
    public Task No_content_is_lost() => Race(service);

    [Fact]
    public void Content_is_protected_for_the_grace()
    {
        using StoreUnderTest underTest = StoreUnderTest.In(service, TimeSpan.FromHours(24));
        IExperimentStore store = underTest.Store;
        Artifact artifact = store.AddText(store.NewRun(), "k", "content");
        store.Artifacts.Remove([artifact.Id], Expect.None);
        Assert.Equal((1, 0), (store.Maintenance.EstimateCollection(null, Expect.None).Artifacts, store.Maintenance.EstimateCollection(null, Expect.None).Blobs));
        Assert.Equal((1, 0), store.Maintenance.Collect(null, null, Expect.None) is var outcome ? (outcome.Artifacts, outcome.Blobs) : default);
        Assert.NotNull(store.Artifacts.Open(artifact.Digest!));
        underTest.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal((1, 7), (store.Maintenance.EstimateCollection(null, Expect.None).Blobs, store.Maintenance.Collect(null, null, Expect.None).BlobBytes));
        Assert.Null(store.Artifacts.Open(artifact.Digest!));
    }

    private static async Task Race(ObjectService service)
    {
        using StoreUnderTest underTest = StoreUnderTest.In(service);
        using IExperimentStore first = underTest.OpenAgain(), second = underTest.OpenAgain();
        IExperimentStore writer = underTest.Store;
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        Run run = writer.NewRun();
        long collected = 0;
        Task[] collecting =
        [
            .. new[] { first, second }.Select(store => Task.Factory.StartNew(
                () =>
                {
                    while (!stop.IsCancellationRequested) Interlocked.Add(ref collected, store.Maintenance.Collect(null, null, Expect.None).Blobs);
                },
                TaskCreationOptions.LongRunning)),
        ];
        int rounds = 0;
        for (; !stop.IsCancellationRequested || (rounds < 3); rounds++)
        {
            Artifact artifact = writer.AddText(run, "k", "comes and goes");
            Assert.Equal("comes and goes", Encoding.UTF8.GetString(ArtifactReader.ReadBytes(writer, artifact, null, Expect.None)));
            writer.Artifacts.Remove([artifact.Id], Expect.None);
        }

        await Task.WhenAll(collecting);
        Artifact last = writer.AddText(run, "k", "comes and goes");
        Assert.True(ArtifactReader.Check(writer, last, null, Expect.None).IsIntact);
        Assert.True(collected > 0, $"Nothing was collected in {rounds} rounds.");
        Assert.Empty(writer.Findings());
    }
}

[NeedsMoto]
public sealed class SharedContentInS3() : SharedContentTests(MotoServer.Shared);

[NeedsAzurite]
public sealed class SharedContentInAzure() : SharedContentTests(AzuriteServer.Shared);
