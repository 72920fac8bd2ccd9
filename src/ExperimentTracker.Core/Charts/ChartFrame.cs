using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker.Charts;

/// <summary>The axes of a chart with their labels, around the grid of the lines.</summary>
internal sealed class ChartFrame
{
    // Characters: the vertical axis with and without a label, the corner, the horizontal axis without and with a label.
    private const string Ascii = "+|+-+";
    private const string BoxDrawing = "┤│└─┬";

    private const int LeastColumns = 8;
    private const int RowsPerLabel = 2;
    private const int ColumnsPerLabel = 10;

    private readonly string glyphs;
    private readonly string[] labels;
    private readonly int gutter;
    private readonly int dotsWide;
    private readonly PointAxis points;
    private readonly CultureInfo culture;

    /// <summary>Creates a frame with a width in characters and a number of grid rows.</summary>
    public ChartFrame(ValueAxis values, PointAxis points, int width, int rows, ChartStyle style)
    {
        this.points = points;
        glyphs = style == ChartStyle.Ascii ? Ascii : BoxDrawing;
        culture = CultureFor(style);
        (dotsWide, int dotsHigh) = DotGrid.DotsOf(style);
        labels = new string[rows];
        foreach (AxisTick tick in values.Ticks(Math.Max(2, (rows - 1) / RowsPerLabel), culture)) labels[Cell(1 - tick.Share, rows, dotsHigh)] ??= tick.Label;
        gutter = Math.Min(labels.Max(l => l?.Length ?? 0), width - LeastColumns - 2);
        Columns = width - gutter - 2;
    }

    /// <summary>The width of the grid in characters.</summary>
    public int Columns { get; }

    /// <summary>Returns the lines of the grid with its axes: one for each row of the grid, and two below.</summary>
    public IEnumerable<string> Around(DotGrid grid)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            string label = labels[row] is { } text ? TerminalText.Fit(text, gutter).PadLeft(gutter) : new string(' ', gutter);
            yield return $"{label} {glyphs[labels[row] is null ? 1 : 0]}{grid.Row(row)}";
        }

        (char[] axis, char[] below) = (new string(glyphs[3], Columns).ToCharArray(), new string(' ', gutter + 2 + Columns).ToCharArray());
        foreach ((int column, int at, string label) in PointLabels())
        {
            axis[column] = glyphs[4];
            label.CopyTo(0, below, at, label.Length);
        }

        yield return $"{new string(' ', gutter + 1)}{glyphs[2]}{new string(axis, 0, Math.Max(0, Columns - points.Title.Length - 1))} {points.Title}";
        yield return new string(below).TrimEnd();
    }

    // Selects as many labels as fit side by side.
    private List<(int Column, int At, string Label)> PointLabels()
    {
        int width = gutter + 2 + Columns;
        var placed = new List<(int Column, int At, string Label)>();
        for (int count = Math.Max(1, Columns / ColumnsPerLabel); count > 0; count--)
        {
            placed.Clear();
            int free = 0;
            bool crowded = false;
            foreach (AxisTick tick in points.Ticks(count, culture))
            {
                int column = Cell(tick.Share, Columns, dotsWide);
                int at = Math.Clamp(gutter + 2 + column - (tick.Label.Length / 2), 0, width - tick.Label.Length);
                crowded |= at < free;
                if (at >= free) placed.Add((column, at, tick.Label));
                free = Math.Max(free, at + tick.Label.Length + 2);
            }

            if (!crowded) break;
        }

        return placed;
    }

    // The index of the character that contains the dot.
    private static int Cell(double share, int cells, int dots) => (int)Math.Round(share * ((cells * dots) - 1)) / dots;

    // The culture for numbers. ASCII charts use a plain minus sign.
    private static CultureInfo CultureFor(ChartStyle style)
    {
        if (style != ChartStyle.Ascii || CultureInfo.CurrentCulture.NumberFormat.NegativeSign == "-") return CultureInfo.CurrentCulture;
        var plain = (CultureInfo)CultureInfo.CurrentCulture.Clone();
        plain.NumberFormat.NegativeSign = "-";
        return plain;
    }
}
