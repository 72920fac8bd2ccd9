using System.Globalization;
using System.Text;
using ExperimentTracker.Values;

namespace ExperimentTracker.Charts;

/// <summary>The text around a chart: what all series share is in its title, what differs in its legend.</summary>
internal sealed class ChartText
{
    private const string Between = "  ";
    private const int MostNames = 3;

    private readonly IReadOnlyList<ChartSeries> series;
    private readonly SeriesHighlights highlights;
    private readonly ChartOptions options;
    private readonly bool oneRun;
    private readonly bool oneName;
    private readonly bool oneUnit;

    /// <summary>Determines the text for these series.</summary>
    public ChartText(SeriesHighlights highlights, ChartOptions options)
    {
        (this.highlights, series, this.options) = (highlights, highlights.Series, options);
        oneRun = series.DistinctBy(s => (s.RunId, s.Run)).Count() == 1;
        oneName = series.DistinctBy(s => s.Name).Count() == 1;
        oneUnit = series.DistinctBy(s => s.Unit).Count() == 1;
    }

    /// <summary>What all series share.</summary>
    public string Title
    {
        get
        {
            ChartSeries first = series[0];
            string[] names = [.. series.Select(s => s.Name).Distinct()];
            string subject = (oneRun, oneName) switch
            {
                (true, true) => $"{first.Name} of {first.Run}",
                (true, false) => first.Run,
                (false, true) => first.Name,
                _ when names.Length <= MostNames => string.Join(", ", names),
                _ => $"{series.Count} series",
            };
            return Fit(subject + (oneUnit ? UnitOf(first) : "") +
                (options.Smoothing > 0 ? string.Create(CultureInfo.CurrentCulture, $", smoothed by {options.Smoothing}") : "") +
                (options.LogScale ? ", log scale" : ""));
        }
    }

    /// <summary>A line about the values that could not be drawn, or <see langword="null"/> when all could.</summary>
    public string? Note
    {
        get
        {
            string[] left =
            [
                .. Count(series.Sum(s => (long)s.NaNCount), "NaN"),
                .. Count(series.Sum(s => (long)s.InfiniteCount), "infinite"),
                .. Count(series.Sum(s => (long)s.WithoutLogarithm), "not above 0"),
            ];
            string[] empty = [.. series.Where(s => !s.HasValues).Select(NameOf)];
            string[] parts =
            [
                .. left.Length > 0 ? new[] { $"Left out: {string.Join(", ", left)}" } : [],
                .. empty.Length > 0 && series.Count > 1 ? new[] { $"Nothing to draw: {string.Join(", ", empty)}" } : [],
            ];
            return parts.Length == 0 ? null : Fit(string.Join(". ", parts) + ".");
        }
    }

    /// <summary>The series with their marks, in at most this number of lines; empty when the title says everything.</summary>
    public IReadOnlyList<string> Legend(int most)
    {
        if (series.Count == 1) return [];
        int others = series.Skip(highlights.Count).Count(s => s.HasValues);
        (int Mark, string Name)[] entries =
        [
            .. series.Take(highlights.Count).Select((s, i) => (Mark: i, Series: s)).Where(e => e.Series.HasValues).Select(e => (e.Mark, Fit(NameOf(e.Series), options.Width - 3))),
            .. others == 0 ? [] : new[] { (SeriesMarks.Dim, string.Create(CultureInfo.CurrentCulture, $"{others} others")) },
        ];
        var lines = new List<(int Before, StringBuilder Text)>();
        int width = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            int needed = MarkWidth + TerminalText.Width(entries[i].Name);
            bool fits = lines.Count > 0 && width + Between.Length + needed <= options.Width;
            if (fits) lines[^1].Text.Append(Between);
            else lines.Add((i, new StringBuilder()));
            width = (fits ? width + Between.Length : 0) + needed;
            lines[^1].Text.Append(SeriesMarks.Legend(entries[i].Mark, options.Style)).Append(entries[i].Name);
        }

        return lines.Count <= most
            ? [.. lines.Select(l => l.Text.ToString())]
            : [.. lines.Take(most - 1).Select(l => l.Text.ToString()), $"and {entries.Length - lines[most - 1].Before} more"];
    }

    private int MarkWidth => options.Style switch
    {
        ChartStyle.Ascii => 2,
        ChartStyle.Color => 3,
        _ => 0,
    };

    private string NameOf(ChartSeries one)
    {
        string name = (oneRun, oneName) switch
        {
            (true, false) => one.Name,
            (false, true) => one.Run,
            _ => $"{one.Run} {one.Name}",
        };
        return TerminalText.Clean(name + (oneUnit ? "" : UnitOf(one)));
    }

    private string Fit(string text) => Fit(text, options.Width);

    private string Fit(string text, int columns) => TerminalText.Fit(TerminalText.Clean(text), columns, options.Style == ChartStyle.Ascii ? "..." : "…");

    private static string UnitOf(ChartSeries one) => string.IsNullOrEmpty(one.Unit) ? "" : $" ({one.Unit})";

    private static string[] Count(long count, string what) => count == 0 ? [] : [string.Create(CultureInfo.CurrentCulture, $"{count} {what}")];
}
