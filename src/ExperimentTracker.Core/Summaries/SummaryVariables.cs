using System.Globalization;
using ExperimentTracker.BuildServices;
using ExperimentTracker.Reports;
using ExperimentTracker.Values;

namespace ExperimentTracker.Summaries;

/// <summary>The output variables of a summary for later steps and jobs.</summary>
public static class SummaryVariables
{
    /// <summary>
    /// Returns <c>EXPERIMENT_RUN_ID</c>, <c>EXPERIMENT_METRIC_…</c> for each metric and <c>EXPERIMENT_MODEL_VERSION</c> of the best run, and
    /// <c>EXPERIMENT_PARENT_RUN</c>: the single summarised run, or the common parent of several.
    /// </summary>
    /// <exception cref="TrackerException"><c>UnsafeVariable</c>: an id that a user chose looks like a command, and a later step may print it.</exception>
    /// <remarks>Names consist of ASCII letters, digits and underscores. Numbers are written so that they can be read back exactly.</remarks>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(RunSummary summary)
    {
        var variables = new List<KeyValuePair<string, string>>();
        if (ParentOf(summary.Runs) is { } parent) Add(BuildEnvironment.ParentRunVariable, parent);
        if (summary.Best is not { } best) return variables;
        Add("EXPERIMENT_RUN_ID", best.Run.Id);
        foreach (Metric metric in summary.Metrics)
        {
            if (ReportMetrics.Of(best, metric) is not { } series) continue;
            Add(NameOf(metric.Name), summary.Ranking.Statistic.Of(series, metric.Goal).ToString("R", CultureInfo.InvariantCulture));
        }

        if (best.ModelVersions.FirstOrDefault() is { } version) Add("EXPERIMENT_MODEL_VERSION", IsPlain(version.Path) ? version.Path : version.Id);
        return variables;

        void Add(string name, string value)
        {
            if (!CommandText.IsHarmless(value)) throw BuildServiceErrors.UnsafeVariable(name, value);
            string free = name;
            for (int i = 2; variables.Exists(v => v.Key == free); i++) free = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
            variables.Add(KeyValuePair.Create(free, value));
        }
    }

    private static string NameOf(string metric) =>
        "EXPERIMENT_METRIC_" + string.Concat(metric.ToUpperInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string? ParentOf(IReadOnlyList<Run> runs) =>
        runs.Count == 1 ? runs[0].Id : runs.Select(r => r.ParentRunId).Distinct(StringComparer.Ordinal).ToArray() is [{ } parent] ? parent : null;

    // Later steps use variables in command lines, so a model name with other characters is not written.
    private static bool IsPlain(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ' ');
}
