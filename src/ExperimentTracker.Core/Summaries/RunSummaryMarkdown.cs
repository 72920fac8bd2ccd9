using System.Globalization;
using System.Text;
using ExperimentTracker.Reports;

namespace ExperimentTracker.Summaries;

/// <summary>Writes a summary as Markdown for the page of a build.</summary>
public static class RunSummaryMarkdown
{
    // A wider table belongs in a report.
    private const int MostParameters = 6;
    private const int LongestError = 200;
    private const int MostFailed = 20;

    /// <summary>Returns the Markdown, with line feeds. User text is escaped.</summary>
    public static string Write(RunSummary summary)
    {
        var text = new StringBuilder();
        text.Append($"## {MarkdownText.Inline(summary.Title)}\n\n");
        Headline(text, summary);
        Differences(text, summary);
        if (summary.Runs.Count > 1 && summary.Shown.Count > 0) Leaderboard(text, summary);
        Failures(text, summary);
        Artifacts(text, summary);
        return text.ToString();
    }

    private static void Headline(StringBuilder text, RunSummary summary)
    {
        if (summary.Best is { } best)
        {
            string label = summary.Runs.Count == 1 ? best.Run.Status.ToString() : $"Best of {Count(summary.RankedCount)} {(summary.RankedCount == 1 ? "run" : "runs")}";
            string value = summary.Metrics.Count == 0 || ReportMetrics.Of(best, summary.Metrics[0]) is null ? "" : $" — {Named(summary.Metrics[0])} **{Number(summary, best, summary.Metrics[0])}** ({summary.Ranking.Title})";
            MetricTest? difference = summary.Differences.FirstOrDefault(d => summary.Metrics.Count > 0 && d.Metric == summary.Metrics[0].Name);
            text.Append($"{label}: **{MarkdownText.Inline(best.Run.Path)}**{value}{(difference is null ? "" : $" {Change(difference)}")}\n\n");
        }

        string[] facts =
        [
            .. summary.Runs.Count > 1 || summary.Best is null ? [Statuses(summary.Runs)] : Array.Empty<string>(),
            .. summary.BuildUrl is { } url ? [Link("Build", url)] : Array.Empty<string>(),
        ];
        if (facts.Length > 0) text.Append($"{string.Join(" · ", facts)}\n");
    }

    private static void Differences(StringBuilder text, RunSummary summary)
    {
        if (summary.Best is not { } best || summary.Differences.Count == 0) return;
        string baseline = summary.Baseline.Count == 1 ? MarkdownText.Inline(summary.Baseline[0].Path) : $"the mean of {Count(summary.Baseline.Count)} runs";
        text.Append($"\n### Against {baseline}\n\n");
        var table = new MarkdownTable(text, ("Metric", false), ("Value", true), ("Baseline", true), ("Difference", false), ("", false), ("Trend", false));
        foreach (MetricTest test in summary.Differences)
        {
            Metric metric = summary.Metrics.First(m => m.Name == test.Metric);
            table.Add(Named(metric), ReportFacts.Number(test.Value), ReportFacts.Number(test.Baseline), Change(test), Outcome(test), MarkdownReport.Sparkline(best, metric));
        }
    }

    private static void Leaderboard(StringBuilder text, RunSummary summary)
    {
        var parameters = new ReportParameters(summary.Shown);
        string[] varying = [.. parameters.Varying.Take(MostParameters)];
        bool trend = summary.Metrics.Count > 0 && summary.Shown.Any(r => MarkdownReport.Sparkline(r, summary.Metrics[0]).Length > 0);
        text.Append("\n### Leaderboard\n\n");
        var table = new MarkdownTable(text,
        [
            ("", true), ("Run", false), ("Status", false), .. varying.Select(p => (MarkdownText.Inline(p), parameters.IsNumeric(p))),
            .. summary.Metrics.Select(m => (Named(m), true)), ("Duration", true), .. trend ? [($"Trend of {MarkdownText.Inline(summary.Metrics[0].Name)}", false)] : Array.Empty<(string, bool)>(),
        ]);
        foreach ((int i, ReportRun run) in summary.Shown.Select((run, i) => (i, run)))
        {
            table.Add(
            [
                Count(i + 1), MarkdownText.Inline(run.Run.Name == $"run-{run.Run.Uid}" ? run.Run.Path : $"{run.Run.Path} {run.Run.Name}"), run.Run.Status.ToString(),
                .. varying.Select(p => MarkdownText.Inline(parameters.Text(i, p))),
                .. summary.Metrics.Select(m => ReportMetrics.Of(run, m) is null ? "–" : Number(summary, run, m)),
                MarkdownReport.Duration(run.Run.Duration), .. trend ? [MarkdownReport.Sparkline(run, summary.Metrics[0])] : Array.Empty<string>(),
            ]);
        }

        bool isRanked = summary.Metrics is [{ Goal: not null }, ..];
        int listed = isRanked ? summary.RankedCount : summary.Runs.Count;
        if (listed > summary.Shown.Count) text.Append($"\n{Count(listed - summary.Shown.Count)} more runs are not shown.\n");
        if (summary.Runs.Count - listed is var left and > 0)
        {
            string why = $"{string.Join(" or ", summary.Ranking.Statuses).ToLowerInvariant()} runs with a value of {MarkdownText.Inline(summary.Metrics[0].Name)} are";
            text.Append($"\n{Count(left)} more {(left == 1 ? "run is" : "runs are")} not ranked: only {why}.\n");
        }
    }

    private static void Failures(StringBuilder text, RunSummary summary)
    {
        Run[] failed = [.. summary.Runs.Where(r => r.Status is RunStatus.Failed or RunStatus.Killed or RunStatus.Cancelled)];
        if (failed.Length == 0) return;
        text.Append("\n### Did not succeed\n\n");
        var table = new MarkdownTable(text, ("Run", false), ("Status", false), ("Why", false));
        foreach (Run run in failed.Take(MostFailed))
        {
            string why = run.ErrorMessage?.Split('\n')[0].TrimEnd('\r') ?? "";
            table.Add(MarkdownText.Inline(run.Path), run.Status.ToString(), MarkdownText.Inline(why.Length > LongestError ? why[..LongestError] + "…" : why));
        }

        if (failed.Length > MostFailed) text.Append($"\n{Count(failed.Length - MostFailed)} more did not succeed.\n");
    }

    private static void Artifacts(StringBuilder text, RunSummary summary)
    {
        if (summary.Best is not { Artifacts.Count: > 0 } best) return;
        text.Append($"\n### Artifacts of {MarkdownText.Inline(best.Run.Path)}\n\n");
        var table = new MarkdownTable(text, ("Artifact", false), ("What", false), ("Digest or place", false));
        foreach (Artifact artifact in best.Artifacts.Select(a => a.Artifact))
        {
            string? address = artifact is { IsStored: false, Location: { } place } ? place : artifact.IsStored ? summary.ArtifactsUrl : null;
            table.Add(Link(artifact.Key, address), MarkdownText.Inline(ReportFacts.Describe(artifact)), MarkdownText.Inline(ReportFacts.PlaceOf(artifact)));
        }
    }

    // Only http and https URLs become links; angle brackets delimit the URL.
    private static string Link(string label, string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? $"[{MarkdownText.Inline(label)}](<{uri.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal)}>)"
            : MarkdownText.Inline(label);

    private static string Named(Metric metric) => MarkdownText.Inline(metric.Unit is null ? metric.Name : $"{metric.Name}, {metric.Unit}");

    private static string Number(RunSummary summary, ReportRun run, Metric metric) =>
        ReportFacts.Number(ReportMetrics.Of(run, metric) is { } series ? summary.Ranking.Statistic.Of(series, metric.Goal) : null);

    private static string Change(MetricTest test)
    {
        if (test.Difference is not { } difference) return "";
        string arrow = difference > 0 ? "▲" : difference < 0 ? "▼" : "=";
        string relative = test.RelativeDifference is { } fraction && double.IsFinite(fraction)
            ? string.Create(CultureInfo.InvariantCulture, $" ({fraction * 100:+0.##;−0.##;0} %)")
            : "";
        return difference == 0 ? arrow : $"{arrow} {ReportFacts.Number(Math.Abs(difference))}{relative}";
    }

    private static string Outcome(MetricTest test) => test switch
    {
        { Goal: null } or { Difference: null } => "",
        { Difference: 0 } => "equal",
        _ => test.Goal.Value.IsBetter(test.Value!.Value, test.Baseline!.Value) ? "better" : "**worse**",
    };

    private static string Statuses(IReadOnlyList<Run> runs) => string.Join(
        ", ", runs.GroupBy(r => r.Status).OrderBy(g => g.Key).Select(g => $"{Count(g.Count())} {g.Key.ToString().ToLowerInvariant()}"));

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
