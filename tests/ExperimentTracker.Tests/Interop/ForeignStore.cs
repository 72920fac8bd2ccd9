using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop;

/// <summary>A store that files of other trackers are imported into, and a folder for them.</summary>
/// <param name="format">The format.</param>
internal sealed class ForeignStore(ITransferFormat format) : IDisposable
{
    private readonly StoreUnderTest store = StoreUnderTest.InMemory();

    public static string Data { get; } = Path.Combine(SourceTree.Root, "tests", "ExperimentTracker.Tests", "Interop", "Data");

    public TempFolder Folder { get; } = new();

    /// <summary>A real file of another tracker.</summary>
    public static string Real(params string[] parts) => Path.Combine([Data, .. parts]);

    /// <summary>Imports what the format recognises.</summary>
    public MergeResult Import(string path, string? project = null)
    {
        Assert.True(format.Fits(path), $"{format.Name} does not recognise '{path}'.");
        using ITransferSource source = format.Open(new TransferRequest(path, project));
        return store.Store.Transfer.Merge(source, preview: false, null, Expect.None);
    }

    /// <summary>Imports twice: the second import changes nothing, and loses the same.</summary>
    public MergeResult ImportTwice(string path)
    {
        MergeResult first = Import(path), second = Import(path);
        Assert.Equal((0L, 0L, 0L, 0L, 0), (second.Added, second.Changed, second.Points, second.Contents, second.Conflicts.Count));
        Assert.Equal(first.Skipped, second.Skipped);
        Assert.Empty(first.Conflicts);
        Assert.Equal(0, first.WithoutContent);
        return first;
    }

    public IReadOnlyList<Run> Runs => [.. store.Store.Runs.Query(new RunQuery(), Expect.None)];

    public Run Run(string name) => Runs.Single(run => run.Name == name);

    public IReadOnlyList<Metric> Metrics(Run run) => store.Store.Metrics.List([run.Id], Expect.None);

    /// <summary>The points of a metric, by its name: <c>key</c> or <c>key[label]</c>.</summary>
    public (long Step, double Value, long Ticks)[] Points(Run run, string name)
    {
        MetricSeries series = store.Store.Metrics.Read(Metrics(run).Single(m => m.Name == name), 0, long.MaxValue, Expect.None);
        return [.. series.Steps.Select((step, i) => (step, series.Values[i], series.Timestamps[i].ToUniversalTime().Ticks))];
    }

    public IReadOnlyList<Distribution> Distributions(Run run) => [.. store.Store.Distributions.Query(new() { RunId = run.Id }, Expect.None)];

    public IReadOnlyList<Artifact> Artifacts(Run run) => store.Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, Expect.None);

    public byte[] Content(Artifact artifact)
    {
        using Stream content = store.Store.Artifacts.Open(artifact.Digest!)!;
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    public IReadOnlyList<RunLog> Logs(Run run) => [.. store.Store.Logs.Query(new() { RunId = run.Id }, Expect.None)];

    public IReadOnlyList<StatusChange> History(Run run) => store.Store.Runs.History([run.Id], Expect.None);

    /// <summary>Reads a source completely, without a store: every record, every point, every content.</summary>
    public static IReadOnlyList<SkippedRecords> ReadAll(ITransferFormat format, string path)
    {
        if (!format.Fits(path)) return [];
        using ITransferSource source = format.Open(new TransferRequest(path));
        foreach (string digest in source.Contents(Expect.None).Keys) source.Open(digest)?.Dispose();
        foreach (TransferRun run in source.Read(Expect.None).OfType<TransferRun>())
        {
            foreach (TransferSeries series in run.Metrics) series.Points.Check(series.Name);
        }

        return source.Losses;
    }

    public void Dispose()
    {
        store.Dispose();
        Folder.Dispose();
    }
}
