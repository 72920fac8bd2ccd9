using System.Diagnostics;
using System.Globalization;
using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Blobs whose garbage collection kills this process at a named step, as a power failure would.</summary>
/// <param name="inner">The blobs.</param>
/// <param name="step">The step, such as <c>after Delete 2</c>: after the second blob was deleted.</param>
internal sealed class KillingMaintenance(IBlobMaintenance inner, string step) : IBlobMaintenance
{
    private readonly Dictionary<string, int> counts = [];

    /// <summary>Opens a store and collects its garbage until the step is reached.</summary>
    public static void Collect(string path, string step)
    {
        var files = new StoreFiles(path);
        using SqliteDatabase database = new StoreOpener(files, SchemaSteps.All, EngineOptions.Default).Open(create: false, CancellationToken.None);
        var store = new SqliteStore(StoreAddress.OfFolder(path), files, database, new FolderBlobs(files, EngineOptions.Default), new KillingMaintenance(new FolderBlobMaintenance(files), step));
        store.Maintenance.Collect(null, null, CancellationToken.None);
    }

    public TimeSpan Grace => inner.Grace;

    public bool HasQuarantine => inner.HasQuarantine;

    public IEnumerable<BlobFile> List(CancellationToken cancellation) => inner.List(cancellation);

    public string? DigestAt(string location) => inner.DigestAt(location);

    public long? SizeOf(string digest) => inner.SizeOf(digest);

    public void Delete(string digest) => At(nameof(Delete), () => inner.Delete(digest));

    public string? FindElsewhere(string digest) => inner.FindElsewhere(digest);

    public void MoveBack(string location, string digest) => At(nameof(MoveBack), () => inner.MoveBack(location, digest));

    public string MoveToQuarantine(string digest, string quarantine) => inner.MoveToQuarantine(digest, quarantine);

    public IReadOnlyList<BlobLeftover> Leftovers(DateTime begunBefore) => inner.Leftovers(begunBefore);

    public void DeleteLeftover(BlobLeftover leftover) => At(nameof(DeleteLeftover), () => inner.DeleteLeftover(leftover));

    private void At(string method, Action act)
    {
        counts[method] = counts.GetValueOrDefault(method) + 1;
        string which = string.Create(CultureInfo.InvariantCulture, $"{method} {counts[method]}");
        if (step == "before " + which) Kill();
        act();
        if (step == "after " + which) Kill();
    }

    private static void Kill() => Process.GetCurrentProcess().Kill();
}
