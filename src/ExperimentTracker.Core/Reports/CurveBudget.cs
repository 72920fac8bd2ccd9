namespace ExperimentTracker.Reports;

/// <summary>
/// Shares the points that a report has room for among its series: every series may have the same number, and what short ones leave goes
/// to the long ones. Where even few points each are too many, the runs that come first have curves.
/// </summary>
internal sealed class CurveBudget
{
    /// <summary>How large a report should become at most, in bytes.</summary>
    public const long ReportBytes = 10_000_000;

    /// <summary>The points of all series together.</summary>
    public const long MostPoints = 450_000;

    /// <summary>More points than that do not show on a screen.</summary>
    public const int MostPerSeries = 1_500;

    /// <summary>A curve of fewer points says little.</summary>
    public const int LeastPerSeries = 8;

    // Measured: what a point, the statistics of a series, and a run with its parameters take as JSON.
    private const int BytesPerPoint = 12;
    private const int BytesPerSeries = 110;
    private const int BytesPerRun = 700;

    private long pointsLeft = MostPoints;

    private CurveBudget(int pointsPerSeries, long bytesLeft) => (PointsPerSeries, BytesLeft) = (pointsPerSeries, bytesLeft);

    /// <summary>The most points a series may have.</summary>
    public int PointsPerSeries { get; }

    /// <summary>About how many bytes the tables and curves leave for other things; not negative.</summary>
    public long BytesLeft { get; }

    /// <summary>How many runs were refused.</summary>
    public int RunsLeftOut { get; private set; }

    /// <summary>The budget for the series of these runs.</summary>
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

    /// <summary>The series of a run that have a curve: a single point has none.</summary>
    public static IEnumerable<Metric> SeriesOf(Run run) => run.MetricStatistics.Pairs.Select(p => (Metric)p.Value!).Where(m => m.Count > 1);

    /// <summary>Whether there is room for the curves of a run; then it is taken.</summary>
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

    // The highest number of points a series for which all fit.
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
