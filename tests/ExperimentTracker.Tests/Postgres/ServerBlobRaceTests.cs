using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Postgres;

/// <summary>Collectors and writers of the same contents, with handles of their own on one server.</summary>
public abstract class ServerBlobRace(StoreUnderTest store) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task No_blob_is_lost_when_two_collectors_race_a_writer_of_the_same_contents()
    {
        using IExperimentStore writer = store.OpenAnother(), one = store.OpenAnother(), two = store.OpenAnother();
        using var done = new CancellationTokenSource();
        Task<long>[] collectors = [.. new[] { one, two }.Select(handle => Task.Run(() =>
        {
            long blobs = 0;
            while (!done.IsCancellationRequested) blobs += handle.Maintenance.Collect(null, null, None).Blobs;
            return blobs;
        }))];
        var live = new List<Artifact>();
        for (int i = 0; i < 40; i++)
        {
            Run run = writer.NewRun();
            live.Add(writer.AddText(run, "k", $"content {i % 3}"));
            if (i % 4 == 0) continue;
            writer.End(run);
            writer.Runs.Remove([run.Id], None);
            live.RemoveAt(live.Count - 1);
        }

        await done.CancelAsync();
        await Task.WhenAll(collectors);
        one.Maintenance.Collect(null, null, None);
        Assert.All(live, a => Assert.True(ArtifactReader.Check(writer, a, null, None).IsIntact));
        Assert.Empty(writer.Findings());
        Assert.Equal(live.Select(a => a.Digest).Distinct().Count(), writer.Describe(None).Blobs);
    }
}

[NeedsPostgres]
public sealed class ServerBlobRaceInTheDatabase() : ServerBlobRace(StoreUnderTest.OnPostgres());

[NeedsPostgres]
[NeedsMoto]
public sealed class ServerBlobRaceInABucket() : ServerBlobRace(StoreUnderTest.OnPostgresWith(MotoServer.Shared));
