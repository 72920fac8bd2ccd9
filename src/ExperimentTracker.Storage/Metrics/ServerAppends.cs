using ExperimentTracker.Series;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// Appends to series of a store on a server. Where the runs and their series are known, points are written in one trip, in which the server checks that they still are so
/// (<see cref="Statement.Require"/>). Otherwise one trip reads them first.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="known">The runs that this process writes.</param>
internal sealed class ServerAppends(Database database, KnownRuns known)
{
    /// <summary>Appends points in one transaction.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>RecordRemoved</c>, <c>RunNotOpen</c> or <c>StepOverflow</c>.</exception>
    public IReadOnlyList<SeriesReceipt> Append(IReadOnlyList<SeriesAppend> appends, CancellationToken cancellation)
    {
        var taken = appends.Select(a => a.RunId).Distinct().Select(known.Take).OfType<KnownRun>().ToDictionary(run => run.Id);
        bool isKnown = appends.All(a => taken.TryGetValue(a.RunId, out KnownRun? run) && run.Knows(a));
        Dictionary<string, KnownRun> runs = taken;
        IReadOnlyList<SeriesReceipt> receipts = Database.WriteExpecting(
            isKnown ? () => database.WriteRun(connection => AppendTo(connection, Require(connection, runs, appends), appends), flush: false, cancellation) : null,
            () => database.WriteRun(connection => AppendTo(connection, runs = Read(connection, appends), appends), flush: false, cancellation));
        foreach (KnownRun run in runs.Values) known.Give(run);
        return receipts;
    }

    private static SeriesReceipt[] AppendTo(StoreConnection connection, Dictionary<string, KnownRun> runs, IReadOnlyList<SeriesAppend> appends)
    {
        var receipts = new SeriesReceipt[appends.Count];
        for (int i = 0; i < receipts.Length; i++)
        {
            KnownRun run = runs[appends[i].RunId];
            SeriesRow series = run.Find(appends[i]) ?? SeriesWriter.New(connection, run.Pk, appends[i]);
            receipts[i] = SeriesWriter.Append(connection, series, appends[i]);
            if (series.Pk != 0) run.Add(series);
        }

        return receipts;
    }

    private static Dictionary<string, KnownRun> Require(StoreConnection connection, Dictionary<string, KnownRun> runs, IReadOnlyList<SeriesAppend> appends)
    {
        foreach (KnownRun run in runs.Values) OpenRuns.Require(connection, run.Pk, run.Id);
        foreach (SeriesRow series in appends.Select(a => runs[a.RunId].Find(a)).OfType<SeriesRow>().Distinct()) SeriesColumns.Require(connection, series);
        foreach (SeriesAppend append in appends)
        {
            KnownRun run = runs[append.RunId];
            if (run.Find(append) is null) SeriesColumns.RequireNone(connection, SeriesWriter.New(connection, run.Pk, append));
        }

        return runs;
    }

    private static Dictionary<string, KnownRun> Read(StoreConnection connection, IReadOnlyList<SeriesAppend> appends)
    {
        var open = appends.Select(a => a.RunId).Distinct().ToDictionary(id => id, id => OpenRuns.FindLater(connection, id, "metrics"));
        var found = appends.Select(a => (a.RunId, a.Key, a.Label)).Distinct().ToDictionary(a => a, a => MetricRows.FindLater(connection, a.RunId, a.Key, a.Label));
        var runs = open.ToDictionary(run => run.Key, run => new KnownRun(run.Key, run.Value()));
        foreach (var (name, find) in found)
        {
            if (find() is { } series) runs[name.RunId].Add(series);
        }

        return runs;
    }
}
