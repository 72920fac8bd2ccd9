using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Interop;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop;

/// <summary>Imports what other trackers wrote, as Import-ExperimentStore does.</summary>
internal static class Imports
{
    public static string Sample(params string[] path) => Path.Combine([SourceTree.Root, "tests", "ExperimentTracker.Tests", "Interop", "Samples", .. path]);

    public static ITransferFormat Format(string name) => new TransferFormats().All.Single(f => f.Name == name);

    public static MergeResult Import(this IExperimentStore store, string path, string? format = null)
    {
        using ITransferSource source = format is null
            ? ImportSource.Recognize(new TransferRequest(path), () => new TransferFormats())
            : ImportSource.OpenAs(Format(format), new TransferRequest(path));
        return store.Transfer.Merge(source, preview: false, null, CancellationToken.None);
    }

    /// <summary>Imports again, and asserts that this changes nothing.</summary>
    public static void AssertSecondImportChangesNothing(this IExperimentStore store, string path)
    {
        string before = StoreRecords.Text(store);
        MergeResult again = store.Import(path);
        Assert.Empty(again.Conflicts);
        Assert.Equal((0L, 0L, 0L), (again.Added, again.Changed, again.Points));
        Assert.Equal(before, StoreRecords.Text(store));
    }

    /// <summary>All points of a run as texts that are equal for equal bits, sorted.</summary>
    public static IReadOnlyList<string> PointsOf(this IExperimentStore store, string run) =>
    [
        .. store.Metrics.List([run], CancellationToken.None).SelectMany(metric =>
        {
            MetricSeries series = store.Metrics.Read(metric, 0, long.MaxValue, CancellationToken.None);
            return series.Steps.Select((step, i) => Point(metric.Name, step, series.Values[i], new DateTimeOffset(series.Timestamps[i].ToUniversalTime()).ToUnixTimeMilliseconds()));
        }).Order(StringComparer.Ordinal),
    ];

    public static string Point(string key, long step, double value, long milliseconds) => FormattableString.Invariant($"{key} {step} {BitConverter.DoubleToInt64Bits(value):x} {milliseconds}");
}
