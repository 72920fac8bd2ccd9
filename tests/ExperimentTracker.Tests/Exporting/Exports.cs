using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Interop;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Exporting;

/// <summary>A store with records of each kind, and its exports.</summary>
public sealed class Exports : IDisposable
{
    private readonly StoreUnderTest full = StoreUnderTest.InAFile();
    private readonly TempFolder folder = new();

    public Exports()
    {
        FullStore.Fill(full.Store);
        AddRun(full.Store);
        Runs = [.. Store.Runs.Query(new RunQuery { Removed = RemovedFilter.All }, CancellationToken.None)];
    }

    /// <summary>A picture of one pixel.</summary>
    public static byte[] Pixel { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=");

    public IExperimentStore Store => full.Store;

    public IReadOnlyList<SkippedRecords> Losses { get; private set; } = [];

    /// <summary>Exports the store to a folder, or to a new one.</summary>
    public string Export(string format, string? path = null, bool replace = false)
    {
        path ??= folder.Sub(Guid.NewGuid().ToString("N"));
        using ITransferSource source = Store.Transfer.AsSource(CancellationToken.None);
        var losses = new TransferLosses();
        StoreExport.ToFolder(new TransferFormats().Exports.Single(f => f.Name == format), new ExportRequest { Source = source, Target = path, Losses = losses }, replace);
        Losses = losses.ToList();
        return path;
    }

    public IReadOnlyList<Run> Runs { get; }

    /// <summary>Each point of the store, as it is stored.</summary>
    public IEnumerable<(Run Run, Metric Series, long Step, double Value, DateTime Utc)> Points() => Runs.SelectMany(run =>
        Store.Metrics.List([run.Id], CancellationToken.None).SelectMany(metric =>
        {
            MetricSeries series = Store.Metrics.Read(metric, 0, long.MaxValue, CancellationToken.None);
            return series.Steps.Select((step, i) => (run, metric, step, series.Values[i], series.TimestampsUtc[i]));
        }));

    public void Dispose()
    {
        full.Dispose();
        folder.Dispose();
    }

    // A run whose names and texts other formats have difficulties with.
    private static void AddRun(IExperimentStore store)
    {
        Run run = store.NewRun(new RunDraft
        {
            Id = "018f3a52-0000-7000-8000-00000000000a", ExperimentId = "exp_1", Name = "=1+1", Start = true, Parameters = StoreSteps.Named(("-x", "@SUM(A1)"), ("a:b", 0.1), ("a_b", -5L), ("minus", "-5")),
            Tags = StoreSteps.Named(("wo\"rds", "a,b\r\nc"), ("empty", "")),
        });
        store.LogAt(run, "loss", [1, 2, 2], [0.1, double.PositiveInfinity, -1e-300], [638_000_000_000_000_001, 638_000_000_000_010_000, 638_000_000_000_020_000]);
        store.LogAt(run, "loss/val", [7], [0.3], [638_000_000_000_000_001]);
        store.LogAt(run, "loss", [1], [0.2], [638_000_000_000_000_001], "val");
        store.Distributions.Add([new() { RunId = run.Id, Key = "weights", Step = 4, Ticks = 638_000_000_000_000_001, Values = BinnedValues.Of([-1, 0, 0, 3, double.NaN], 4) }], CancellationToken.None);
        ArtifactIntake.AddText(store, StoreSteps.DraftOf(run, "notes"), "# wörds", CancellationToken.None);
        ArtifactIntake.AddBytes(store, StoreSteps.DraftOf(run, "pixel.png") with { Step = 3, MediaType = "image/png" }, Pixel, CancellationToken.None);
        store.End(run, RunStatus.Failed);
    }
}
