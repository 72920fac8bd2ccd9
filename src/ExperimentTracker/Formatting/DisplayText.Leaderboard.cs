using System.Collections;
using System.Management.Automation;

namespace ExperimentTracker.Formatting;

/// <content>What is shown of the runs of a leaderboard (<see cref="LeaderboardRows"/>).</content>
public static partial class DisplayText
{
    /// <summary>The metric that a run is ranked by, with the statistic unless it is the last value: <c>val/loss=0.02</c>, <c>val/loss min=0.01</c>.</summary>
    public static string Ranked(Run run)
    {
        if (LeaderboardRows.Of(run) is not { } row || run.MetricStatistics[row.Metric] is not Metric series) return Metrics(run);
        string statistic = row.Statistic == MetricStatistic.Last ? "" : $" {row.Statistic.ToString().ToLowerInvariant()}";
        return Clean($"{series.Name}{statistic}={Number(row.Statistic.Of(series), ShortDigits)}");
    }

    /// <inheritdoc cref="Ranked(Run)"/>
    public static string Ranked(PSObject run) => Metrics(run);

    /// <summary>The parameters that differ between the runs of a leaderboard, or all parameters if none differs.</summary>
    public static string Differences(Run run)
    {
        IEnumerable<KeyValuePair<string, object?>> shown = LeaderboardRows.Of(run)?.Differences?.In(run) ?? run.Parameters.Pairs;
        return Clean(string.Join(" ", shown.Select(p => $"{p.Key}={Value(p.Value)}")));
    }

    /// <inheritdoc cref="Differences(Run)"/>
    public static string Differences(PSObject run) => Values(run.Properties["Parameters"]?.Value is PSObject { BaseObject: IDictionary values } ? values : null);
}
