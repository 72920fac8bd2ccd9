namespace ExperimentTracker.Reports;

/// <summary>
/// Divides the points that fit into a report among its series. Every series can have the same number, and the points that short series do not need go
/// to long ones. If even few points per series are too many, only the first runs have curves.
/// </summary>
internal sealed class CurveBudget
{
    /// <summary>The maximum size of a report, in bytes.</summary>
    public const long ReportBytes = 10_000_000;

    /// <summary>The maximum number of points of all series together.</summary>
    public const long MostPoints = 450_000;

    /// <summary>More points are not visible on a screen.</summary>
    public const int MostPerSeries = 1_500;

    /// <summary>A curve with fewer points shows too little.</summary>
    public const int LeastPerSeries = 8;

    // Measured sizes as JSON: of a point, of the statistics of a series, and of a run with its parameters.
    private const int BytesPerPoint = 12;
    private const int BytesPerSeries = 110;
    private const int BytesPerRun = 700;

    private long pointsLeft = MostPoints;

    private CurveBudget(int pointsPerSeries, long bytesLeft) => (PointsPerSeries, BytesLeft) = (pointsPerSeries, bytesLeft);

    /// <summary>The maximum number of points per series.</summary>
    public int PointsPerSeries { get; }

    /// <summary>The approximate number of bytes that the tables and curves leave; not negative.</summary>
    public long BytesLeft { get; }

    /// <summary>The number of runs without curves.</summary>
    public int RunsLeftOut { get; private set; }

    /// <summary>Calculates the budget for the series of these runs.</summary>
    public static CurveBudget Of(IEnumerable<Run> runs)
    {
        long runCount = 0, seriesCount = 0;
        var lengths = new List<long>();
        foreach (Run run in runs)
        {
            runCount++;
            seriesCount += run.MetricStatistics.Count;
            lengths.AddRange(SeriesOf(run).Select(m => m.Count));
        }

        int most = Share(lengths);
        long points = Math.Min(lengths.Sum(n => Math.Min(n, most)), MostPoints);
        return new(most, Math.Max(0, ReportBytes - (points * BytesPerPoint) - (seriesCount * BytesPerSeries) - (runCount * BytesPerRun)));
    }

    /// <summary>The series of a run that have a curve; a single point has none.</summary>
    public static IEnumerable<Metric> SeriesOf(Run run) => run.MetricStatistics.Pairs.Select(p => (Metric)p.Value!).Where(m => m.Count > 1);

    /// <summary>Whether the curves of a run fit into the remaining budget; if so, they are subtracted from it.</summary>
    public bool Admit(Run run)
    {
        long points = SeriesOf(run).Sum(m => Math.Min(m.Count, PointsPerSeries));
        if (points > pointsLeft)
        {
            pointsLeft = 0;
            RunsLeftOut++;
            return false;
        }

        pointsLeft -= points;
        return true;
    }

    // The highest number of points per series for which all fit.
    private static int Share(List<long> lengths)
    {
        int low = LeastPerSeries, high = MostPerSeries;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (lengths.Sum(n => Math.Min(n, middle)) <= MostPoints) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
