using System.Diagnostics;
using System.Globalization;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Contents whose collection ends this process at a named moment, as a power cut would.</summary>
/// <param name="inner">The contents.</param>
/// <param name="moment">The moment, such as <c>after MoveToTrash 2</c>: after the second content was moved.</param>
internal sealed class KillingMaintenance(IBlobMaintenance inner, string moment) : IBlobMaintenance
{
    private readonly Dictionary<string, int> counts = [];

    /// <summary>Opens a store and collects in it what was removed, until the moment.</summary>
    public static void Collect(string path, string moment)
    {
        var files = new StoreFiles(path);
        using Database database = new StoreOpener(files, SchemaSteps.All, EngineOptions.Default).Open(create: false, CancellationToken.None);
        var store = new SqliteStore(files, database, new FolderBlobs(files, EngineOptions.Default), new KillingMaintenance(new FolderBlobMaintenance(files), moment));
        store.Maintenance.Collect(null, null, CancellationToken.None);
    }

    public IEnumerable<BlobFile> List() => inner.List();

    public string? DigestAt(string location) => inner.DigestAt(location);

    public long? SizeOf(string digest) => inner.SizeOf(digest);

    public void MoveToTrash(string digest) => At(nameof(MoveToTrash), () => inner.MoveToTrash(digest));

    public IReadOnlyList<string> Trash() => inner.Trash();

    public void Discard(string digest) => At(nameof(Discard), () => inner.Discard(digest));

    public string? FindElsewhere(string digest) => inner.FindElsewhere(digest);

    public void MoveBack(string location, string digest) => At(nameof(MoveBack), () => inner.MoveBack(location, digest));

    public string MoveToQuarantine(string digest, string quarantine) => inner.MoveToQuarantine(digest, quarantine);

    public IReadOnlyList<string> Abandoned() => inner.Abandoned();

    public void DeleteAbandoned(string location) => At(nameof(DeleteAbandoned), () => inner.DeleteAbandoned(location));

    public IDisposable? Pin() => inner.Pin();

    public bool IsPinned() => inner.IsPinned();

    private void At(string step, Action act)
    {
        counts[step] = counts.GetValueOrDefault(step) + 1;
        string which = string.Create(CultureInfo.InvariantCulture, $"{step} {counts[step]}");
        if (moment == "before " + which) Die();
        act();
        if (moment == "after " + which) Die();
    }

    private static void Die() => Process.GetCurrentProcess().Kill();
}
