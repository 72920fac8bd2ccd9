using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>Packs the series of runs as they are read, sorted by run. Runs whose series have the same names, units and goals share these.</summary>
/// <param name="runIds">The ids of the runs by their internal keys.</param>
internal sealed class MetricPacker(IReadOnlyDictionary<long, string> runIds)
{
    private readonly Dictionary<long, PackedMetrics> packed = new(runIds.Count);
    private readonly List<(SeriesName Name, long Pk, PackedStatistics Statistics)> series = [];
    private readonly PackedStatistics.Writer statistics = new();
    private SeriesName[] previous = [];
    private long current;

    /// <summary>Adds the series of the current row.</summary>
    public void Add(Statement row)
    {
        (long pk, long runPk) = SeriesColumns.ReadKeys(row);
        if (runPk != current) Finish(runPk);
        int place = series.Count;
        series.Add((SeriesColumns.ReadName(row, place < previous.Length ? previous[place] : null), pk, SeriesColumns.ReadPacked(row)));

        // Names that differ only in case are in the order of their creation. An index has the others in their order, and sorting all takes longer than reading them.
        for (; place > 0 && series[place].Name.Fold == series[place - 1].Name.Fold && series[place].Pk < series[place - 1].Pk; place--)
        {
            (series[place], series[place - 1]) = (series[place - 1], series[place]);
        }
    }

    /// <summary>Returns the metrics of each run that has any, by its internal key.</summary>
    public Dictionary<long, PackedMetrics> Complete()
    {
        Finish(0);
        return packed;
    }

    private void Finish(long next)
    {
        if (series.Count > 0)
        {
            if (!AreNamedAsBefore()) previous = [.. series.Select(s => s.Name)];
            foreach ((_, _, PackedStatistics one) in series) statistics.Add(one);
            packed.Add(current, new PackedMetrics(runIds[current], previous, statistics.Take()));
            series.Clear();
        }

        current = next;
    }

    private bool AreNamedAsBefore()
    {
        if (series.Count != previous.Length) return false;
        for (int i = 0; i < previous.Length; i++)
        {
            if (!ReferenceEquals(series[i].Name, previous[i])) return false;
        }

        return true;
    }
}
