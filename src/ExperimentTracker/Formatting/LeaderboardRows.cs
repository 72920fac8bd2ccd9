using System.Management.Automation;
using System.Runtime.CompilerServices;
using ExperimentTracker.Comparison;

namespace ExperimentTracker.Formatting;

/// <summary>
/// Marks the runs of a leaderboard, so that they are shown in a table with the metric that they are ranked by and the parameters that differ. What the
/// table needs is stored beside the runs and not in them.
/// </summary>
/// <param name="metric">The name of the metric.</param>
/// <param name="statistic">The statistic that the runs are ranked by.</param>
internal sealed class LeaderboardRows(string metric, MetricStatistic statistic)
{
    /// <summary>The name of the type that selects the table.</summary>
    public const string TypeName = "ExperimentTracker.Run#Leaderboard";

    // The first runs decide which parameters are shown, so that a long leaderboard is returned as it is read.
    private const int Compared = 100;

    private static readonly ConditionalWeakTable<Run, LeaderboardRow> Rows = [];

    /// <summary>The row of a run, or <see langword="null"/> if it is not of a leaderboard.</summary>
    public static LeaderboardRow? Of(Run run) => Rows.TryGetValue(run, out LeaderboardRow? row) ? row : null;

    /// <summary>Marks the runs, in their order.</summary>
    public IEnumerable<Run> Mark(IEnumerable<Run> runs)
    {
        using IEnumerator<Run> all = runs.GetEnumerator();
        var first = new List<Run>();
        while (first.Count < Compared && all.MoveNext()) first.Add(all.Current);
        ParameterDifferences differences = ParameterDifferences.Of(first);
        var row = new LeaderboardRow(metric, statistic, differences.IsEmpty ? null : differences);
        foreach (Run run in first) yield return Mark(run, row);
        while (all.MoveNext()) yield return Mark(all.Current, row);
    }

    private static Run Mark(Run run, LeaderboardRow row)
    {
        Rows.AddOrUpdate(run, row);
        PSObject.AsPSObject(run).TypeNames.Insert(0, TypeName);
        return run;
    }
}
