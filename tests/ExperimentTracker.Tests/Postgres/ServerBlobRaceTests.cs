using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres;
using ExperimentTracker.Storage.Postgres.Engine;
using ExperimentTracker.Tests.Support.Services;

namespace ExperimentTracker.Tests.Postgres;

/// <summary>Collectors and writers of the same contents, with handles of their own on one server.</summary>
[NeedsPostgres]
[NeedsMoto]
public sealed class ServerBlobRaceTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly StoreUnderTest store = StoreUnderTest.OnPostgres();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task No_blob_is_lost_when_two_collectors_race_a_writer_of_the_same_contents()
    {
        ArtifactLocation location = ArtifactLocation.Parse(MotoServer.Shared.NewLocation());
        using IExperimentStore writer = Handle(location), one = Handle(location), two = Handle(location);
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

    private PostgresStore Handle(ArtifactLocation location)
    {
        var objects = new Lazy<IObjectStore>(() => ObjectStoreLoader.ProviderFor(location).Open(location));
        return new PostgresStore(
            store.Store.Address, new PostgresDatabase(store.Store.Address, Storage.Postgres.Engine.Connections.To(store.Store.Address, PostgresSchemas.Admin), EngineOptions.Default),
            new ObjectBlobs(objects, location.Place, EngineOptions.Default), new ObjectBlobMaintenance(objects, location.Place, TimeSpan.Zero));
    }
}
