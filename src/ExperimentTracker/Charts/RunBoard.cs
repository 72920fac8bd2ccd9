using System.Globalization;
using ExperimentTracker.Comparison;
using ExperimentTracker.Formatting;
using ExperimentTracker.Values;

namespace ExperimentTracker.Charts;

/// <summary>The text that shows how far a set of runs is: a line of counts, the running runs, and the best so far.</summary>
/// <param name="title">What the runs belong to.</param>
/// <param name="style">The characters to use.</param>
/// <param name="width">The maximum number of columns of a line.</param>
internal sealed class RunBoard(string title, ChartStyle style, int width)
{
    private const int BarWidth = 24;
    private const int SmallBarWidth = 8;
    private const string Between = "  ";

    /// <summary>Draws the counts and at most this number of running and of best runs.</summary>
    public IReadOnlyList<string> Draw(SweepState state, int mostRunning, int mostBest)
    {
        ParameterDifferences differences = ParameterDifferences.Of(state.Runs);
        return
        [
            .. Summary(state),
            .. Part("Running", state.Running.Count, mostRunning, [.. state.Running.Take(mostRunning).Select(run => RunningCells(run, state, differences))]),
            .. state.Metric is null ? [] : Part(
                $"Best by {state.Metric}", state.Best.Count, mostBest, [.. state.Best.Take(mostBest).Select((run, i) => BestCells(run, i + 1, state, differences))]),
        ];
    }

    private IEnumerable<string> Summary(SweepState state)
    {
        (int Count, string What)[] counts =
        [
            (state.Running.Count, "running"), (state.Waiting, "to come"), (state.Failed, "failed"), (state.Pruned, "stopped early"),
            (state.Cancelled - state.Pruned, "cancelled"),
        ];
        string[] parts = [.. counts.Where(c => c.Count > 0).Select(c => Count(c.Count, c.What))];
        string left = state.TimeLeft is { } time ? $", about {DisplayText.Duration(time)} left" : "";
        yield return Fit(title);
        yield return Fit(
            $"{Bar(state.Total == 0 ? 0 : (double)state.Ended / state.Total, Math.Min(BarWidth, width / 3))} " +
            $"{Count(state.Ended, $"of {Count(state.Total, state.Total == 1 ? "run ended" : "runs ended")}")}{left}");
        if (parts.Length > 0) yield return Fit(string.Join(", ", parts));
    }

    // The cells of a column are as wide as the widest of them; only the last one is cut.
    private IEnumerable<string> Part(string heading, int count, int shown, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) yield break;
        yield return "";
        yield return Fit(count > shown ? $"{heading} ({Count(shown, $"of {Count(count, "runs")}")})" : heading);
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => TerminalText.Width(row[column])))];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, i) => cell + new string(' ', widths[i] - TerminalText.Width(cell))).Where((_, i) => widths[i] > 0);
            yield return Fit(Between + string.Join(Between, cells).TrimEnd());
        }
    }

    private string[] RunningCells(Run run, SweepState state, ParameterDifferences differences) =>
    [
        DisplayText.Run(run),
        run.Progress is { } done ? $"{Bar(done, SmallBarWidth)} {Math.Floor(done * 100).ToString("0", CultureInfo.CurrentCulture),3} %" : "",
        DisplayText.Duration(run.Duration),
        state.Metric is not null && run.MetricStatistics[state.Metric] is Metric metric ? $"{metric.Name}={DisplayText.ShortNumber(metric.Last)}" : "",
        Parameters(run, differences),
        DisplayText.Value(run.ProgressText ?? ""),
    ];

    private static string[] BestCells(Run run, int rank, SweepState state, ParameterDifferences differences) =>
    [
        $"{rank}.",
        DisplayText.ShortNumber(SweepState.Ranking.ValueOf(run, state.Metric!, state.Goal!.Value)),
        DisplayText.Run(run),
        run.Status == RunStatus.Succeeded ? "" : run.Status.ToString(),
        Parameters(run, differences),
    ];

    private static string Parameters(Run run, ParameterDifferences differences) =>
        TerminalText.Clean(string.Join(" ", differences.In(run).Select(p => $"{p.Key}={DisplayText.Value(p.Value)}")));

    private string Bar(double share, int columns)
    {
        int filled = (int)Math.Floor(Math.Clamp(share, 0, 1) * columns);
        return style == ChartStyle.Ascii
            ? $"[{new string('#', filled)}{new string('-', columns - filled)}]"
            : $"{new string('█', filled)}{new string('░', columns - filled)}";
    }

    private static string Count(int count, string what) => string.Create(CultureInfo.CurrentCulture, $"{count:N0} {what}");

    private string Fit(string text) => TerminalText.Fit(TerminalText.Clean(text), width, style == ChartStyle.Ascii ? "..." : "…");
}
