using System.Diagnostics;

namespace ExperimentTracker.Benchmarks;

/// <summary>Measures two operations alternately, so that a machine that becomes slower affects both.</summary>
/// <param name="runs">The number of runs of each, after one run that does not count.</param>
internal sealed class Paired(int runs)
{
    /// <summary>Measures an operation and its limit.</summary>
    /// <param name="work">The operation.</param>
    /// <param name="unit">What the times refer to.</param>
    /// <param name="count">How many of these one run contains.</param>
    /// <param name="ours">One run of the operation.</param>
    /// <param name="limit">The description of the limit.</param>
    /// <param name="theirs">One run of the limit; returns its seconds.</param>
    /// <param name="budget">The largest allowed ratio of the operation to the limit.</param>
    public Row Measure(string work, string unit, double count, Action ours, string limit, Func<double> theirs, double? budget)
    {
        var (mine, other) = (new List<double>(), new List<double>());
        for (int i = 0; i <= runs; i++)
        {
            GC.Collect();
            double a = Time(ours);
            double b = theirs();
            if (i == 0) continue;
            mine.Add(a);
            other.Add(b);
        }

        double[] ratios = [.. mine.Zip(other, (a, b) => a / b).Order()];
        return new Row(work, unit, Median(mine) * 1e6 / count, limit, Median(other) * 1e6 / count, Median(ratios), budget, [ratios[0], ratios[^1]]);
    }

    /// <summary>Measures an operation without a limit.</summary>
    public Row Measure(string work, string unit, double count, Action ours)
    {
        List<double> mine = [.. Enumerable.Range(0, runs + 1).Select(_ => Time(ours)).Skip(1)];
        double time = Median(mine) * 1e6 / count;
        return new Row(work, unit, time, null, null, time, null, [mine.Min() * 1e6 / count, mine.Max() * 1e6 / count]);
    }

    /// <summary>The duration of an action in seconds.</summary>
    public static double Time(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
