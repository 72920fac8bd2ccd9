using ExperimentTracker.Storage.Artifacts;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Collects what was removed: marks it, takes the rows away, then the contents that nothing names any more, and gives the room back. Each part
/// goes on where it was interrupted, by whatever, when the next collection begins.
/// </summary>
/// <param name="files">What lies where; <see langword="null"/> for a store in memory.</param>
/// <param name="database">The database.</param>
/// <param name="care">The contents.</param>
internal sealed class Collector(StoreFiles? files, Database database, IBlobCare care)
{
    // Pages to give back in one step: 1 MiB.
    private const int Piece = 256;

    private readonly SemaphoreSlim inMemory = new(1, 1);

    public CollectionSummary Weigh(long removedBefore, CancellationToken cancellation) => database.Read(
        connection =>
        {
            CollectionSummary weight = CollectionWeight.Of(connection, removedBefore);
            Collectable.Forget(connection);
            return weight with { StagingFiles = care.Abandoned().Count };
        },
        cancellation);

    public CollectionSummary Collect(long removedBefore, IProgress<CareProgress>? progress, CancellationToken cancellation)
    {
        database.CheckWritable();
        using IDisposable only = Alone(cancellation);
        long size = database.Read(CollectionWeight.FileBytes, cancellation);
        CollectionSummary expected = Weigh(removedBefore, cancellation), taken = expected;
        if (expected.HasRecords)
        {
            taken = database.WriteFlushed(connection => Mark(connection, removedBefore), cancellation);
            var rows = new Counter("Taking away records", taken.Runs, progress);
            Slices.Run(database, connection => new CollectionSweep(connection, removedBefore).Steps(), rows.Add, cancellation);
        }

        var contents = new Counter("Taking away contents", expected.Blobs, progress);
        (long count, long bytes, bool postponed) = new ContentSweep(database, care).Run(contents.Add, cancellation);
        IReadOnlyList<string> abandoned = care.Abandoned();
        foreach (string file in abandoned) care.DeleteAbandoned(file);
        GiveBack(progress, cancellation);
        return taken with
        {
            Blobs = count,
            BlobBytes = bytes,
            DatabaseBytes = Math.Max(0, size - database.Read(CollectionWeight.FileBytes, cancellation)),
            StagingFiles = abandoned.Count,
            IsPostponed = postponed,
        };
    }

    // What is collected is decided and counted at one moment.
    private static CollectionSummary Mark(StoreConnection connection, long removedBefore)
    {
        CollectionSummary weight = CollectionWeight.OfRecords(connection, removedBefore);
        CollectionMark.Set(connection);
        Collectable.Forget(connection);
        return weight;
    }

    private IDisposable Alone(CancellationToken cancellation)
    {
        if (files is not null) return FileLock.Acquire(files.CollectionLock, cancellation);
        inMemory.Wait(cancellation);
        return new Released(inMemory);
    }

    private void GiveBack(IProgress<CareProgress>? progress, CancellationToken cancellation)
    {
        long free = database.Read(connection => connection.Number("PRAGMA freelist_count")!.Value, cancellation);
        var pages = new Counter("Giving space back", free, progress);
        Slices.Run(database, Vacuum, pages.Add, cancellation);
        database.Checkpoint(cancellation);
    }

    private static IEnumerable<long> Vacuum(StoreConnection connection)
    {
        while (connection.Number("PRAGMA freelist_count") is > 0 and { } before)
        {
            connection.Raw($"PRAGMA incremental_vacuum({Piece})");
            long after = connection.Number("PRAGMA freelist_count")!.Value;
            if (after >= before) yield break;
            yield return before - after;
        }
    }

    private sealed class Counter(string step, long total, IProgress<CareProgress>? progress)
    {
        private long done;

        public void Add(long more) => progress?.Report(new CareProgress(step, done += more, total));
    }

    private sealed class Released(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
