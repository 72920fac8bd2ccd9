using System.Globalization;
using System.Text;
using ExperimentTracker.Comparison;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Reports;

/// <summary>The Markdown of a report about several runs.</summary>
internal static class MarkdownRuns
{
    // A wider or longer table needs a page that can be sorted and filtered.
    private const int MostParameters = 8;
    private const int MostMetrics = 6;
    private const int MostRuns = 200;
    private const int MostCompared = 8;

    /// <summary>Writes everything after the title.</summary>
    public static void Write(StringBuilder text, RunReport report, CancellationToken cancellation)
    {
        if (report.Experiments.Count == 1) MarkdownReport.Description(text, report.Experiments[0].Experiment.Description);
        if (report.Runs.Count == 0)
        {
            text.Append("\nThere are no runs.\n");
            return;
        }

        IReadOnlyList<Metric> metrics = ReportMetrics.Ranked(report.Runs);
        var parameters = new ReportParameters(report.Runs);
        Overview(text, report, metrics, parameters);
        foreach (ReportExperiment experiment in report.Experiments) Experiment(text, experiment, report.Experiments.Count > 1);
        Runs(text, report.Runs, metrics, parameters, cancellation);
        if (report.Runs.Count > MostCompared) return;
        if (report.Runs.Count > 1) Differences(text, report.Runs, report.Ranking);
        MarkdownReport.Artifacts(text, report.Runs);
    }

    private static void Overview(StringBuilder text, RunReport report, IReadOnlyList<Metric> metrics, ReportParameters parameters)
    {
        string statuses = string.Join(", ", report.Runs.GroupBy(r => r.Run.Status).OrderBy(g => g.Key)
            .Select(g => $"{Count(g.Count())} {g.Key.ToString().ToLowerInvariant()}"));
        text.Append($"\n- Runs: {Count(report.Runs.Count)} ({statuses})\n");
        foreach (Metric metric in metrics.Where(m => m.Goal is not null).Take(4))
        {
            if (report.Ranking.Rank(report.Runs.Select(r => r.Run), metric.Name, metric.Goal!.Value) is not [var best, ..]) continue;
            double? value = report.Ranking.ValueOf(best, metric.Name, metric.Goal.Value);
            text.Append($"- Best {MarkdownText.Inline(metric.Name)} ({report.Ranking.Title}): {ReportFacts.Number(value)}, {MarkdownText.Inline(best.Path)}\n");
        }

        string[] common = [.. parameters.Common.Select(name => MarkdownText.Inline($"{name}={parameters.Text(0, name)}"))];
        if (report.Runs.Count > 1 && common.Length > 0) text.Append($"- The same in all runs: {string.Join(", ", common)}\n");
    }

    private static void Experiment(StringBuilder text, ReportExperiment entry, bool named)
    {
        string title = named ? $"Experiment {MarkdownText.Inline(entry.Experiment.Name)}" : "Experiment";
        MarkdownReport.Facts(text, title,
        [
            .. ReportFacts.Datasets(entry),
            .. ReportFacts.Config(entry.Experiment.Config).Select(c => c.Key.Length == 0 ? new("Configuration", c.Value) : c),
            .. entry.Artifacts.Select(a => KeyValuePair.Create("Artifact", (string?)a.Artifact.ToString())),
        ]);
    }

    private static void Runs(
        StringBuilder text, IReadOnlyList<ReportRun> runs, IReadOnlyList<Metric> metrics, ReportParameters parameters, CancellationToken cancellation)
    {
        string[] varying = [.. parameters.Varying.Take(MostParameters)];
        Metric[] shown = [.. metrics.Take(MostMetrics)];
        bool trend = shown.Length > 0 && runs.Any(r => MarkdownReport.Sparkline(r, shown[0]).Length > 0);
        MarkdownReport.Heading(text, "Runs");
        var table = new MarkdownTable(text,
        [
            ("Run", false), ("Status", false), ("Started", false), ("Duration", true),
            .. varying.Select(p => (MarkdownText.Inline(p), parameters.IsNumeric(p))),
            .. shown.Select(m => (MarkdownText.Inline(m.Name), true)),
            .. trend ? [($"Trend of {MarkdownText.Inline(shown[0].Name)}", false)] : Array.Empty<(string, bool)>(),
            ("Tags", false),
        ]);
        foreach ((int i, ReportRun run) in runs.Take(MostRuns).Select((run, i) => (i, run)))
        {
            cancellation.ThrowIfCancellationRequested();
            table.Add(
            [
                MarkdownText.Inline(run.Run.Name == $"run-{run.Run.Uid}" ? run.Run.Path : $"{run.Run.Path} {run.Run.Name}"),
                run.Run.Status.ToString(), MarkdownReport.Time(run.Run.StartedAt), MarkdownReport.Duration(run.Run.Duration),
                .. varying.Select(p => MarkdownText.Inline(parameters.Text(i, p))),
                .. shown.Select(m => ReportMetrics.Of(run, m) is { } metric ? ReportFacts.Number(metric.Last) : ""),
                .. trend ? [MarkdownReport.Sparkline(run, shown[0])] : Array.Empty<string>(),
                MarkdownReport.Tags(run.Run.Tags),
            ]);
        }

        string[] left =
        [
            .. runs.Count > MostRuns ? [$"{Count(runs.Count - MostRuns)} more runs"] : Array.Empty<string>(),
            .. metrics.Count > MostMetrics ? [$"{Count(metrics.Count - MostMetrics)} more metrics"] : Array.Empty<string>(),
        ];
        if (left.Length > 0) text.Append($"\nA report in HTML also has {string.Join(" and ", left)}.\n");
    }

    private static void Differences(StringBuilder text, IReadOnlyList<ReportRun> runs, RunRanking ranking)
    {
        var comparison = RunComparison.Of([.. runs.Select(r => r.Run)], runs.SelectMany(r => r.Inputs), ranking);
        MarkdownReport.Heading(text, "Differences");

        // The table of the runs contains the other rows.
        ComparisonRow[] rows = [.. comparison.Rows.Where(r => r.IsDifferent && r.Category != ComparisonCategory.Run)];
        if (rows.Length == 0)
        {
            text.Append("The runs do not differ.\n");
            return;
        }

        var table = new MarkdownTable(text, [("", false), .. comparison.Columns.Select(c => (MarkdownText.Inline(c), false))]);
        foreach (IGrouping<ComparisonCategory, ComparisonRow> group in rows.GroupBy(r => r.Category))
        {
            table.Add([$"**{group.Key}**", .. runs.Select(_ => "")]);
            foreach (ComparisonRow row in group)
            {
                string name = row.Category is ComparisonCategory.Code or ComparisonCategory.Environment ? ReportFacts.LabelOf(row.Name) : row.Name;
                table.Add([MarkdownText.Inline(name), .. row.Cells.Select(c => Cell(row, c))]);
            }
        }
    }

    private static string Cell(ComparisonRow row, ComparisonCell cell)
    {
        if (!cell.HasValue) return "–";
        string value = cell.Value switch
        {
            double number when row.Category == ComparisonCategory.Metric => ReportFacts.Number(number),
            bool answer when row.Category != ComparisonCategory.Parameter => ReportFacts.YesOrNo(answer),
            var other => MarkdownText.Inline(ReportFacts.Text(other)),
        };
        return row.Best == cell.Column ? $"**{value}**" : value;
    }

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
