using System.Text;

namespace ExperimentTracker.Charts;

/// <summary>A grid of dots, which is drawn on by dot and read by lines of characters.</summary>
internal abstract class DotGrid(int columns, int rows)
{
    // Index of the series last drawn in each cell, plus 1; 0 for none.
    private readonly int[] seriesByCell = new int[columns * rows];

    /// <summary>The number of dots from left to right.</summary>
    public int Wide => columns * DotsOf(Style).Wide;

    /// <summary>The number of dots from top to bottom.</summary>
    public int High => rows * DotsOf(Style).High;

    /// <summary>The characters that the grid uses.</summary>
    protected abstract ChartStyle Style { get; }

    /// <summary>The number of characters in a line.</summary>
    protected int Columns => columns;

    /// <summary>Creates the grid for a style.</summary>
    public static DotGrid For(ChartStyle style, int columns, int rows) =>
        style == ChartStyle.Ascii ? new CharacterGrid(columns, rows) : new BrailleGrid(columns, rows, style);

    /// <summary>The number of dots in a character, from left to right and from top to bottom.</summary>
    public static (int Wide, int High) DotsOf(ChartStyle style) => style == ChartStyle.Ascii ? (1, 1) : (2, 4);

    /// <summary>Draws a line of one series, including both ends (J. Bresenham, "Algorithm for computer control of a digital plotter", 1965).</summary>
    public void Line(int fromX, int fromY, int toX, int toY, int series)
    {
        int width = Math.Abs(toX - fromX), height = -Math.Abs(toY - fromY), error = width + height;
        for (int x = fromX, y = fromY; ;)
        {
            Dot(x, y, series);
            if (x == toX && y == toY) return;
            int twice = 2 * error;
            if (twice >= height) (error, x) = (error + height, x + Math.Sign(toX - x));
            if (twice <= width) (error, y) = (error + width, y + Math.Sign(toY - y));
        }
    }

    /// <summary>Draws a single point without a line, large enough to be visible.</summary>
    public abstract void Point(int x, int y, int series);

    /// <summary>A line of characters, without trailing spaces.</summary>
    public abstract string Row(int row);

    /// <summary>Draws one dot.</summary>
    protected abstract void Dot(int x, int y, int series);

    /// <summary>Sets the series of a cell.</summary>
    protected void SetSeries(int column, int row, int series) => seriesByCell[(row * columns) + column] = series + 1;

    /// <summary>Index of the series drawn in this cell, or −1.</summary>
    protected int SeriesAt(int column, int row) => seriesByCell[(row * columns) + column] - 1;
}

/// <summary>A grid with one dot per character: the mark of its series.</summary>
internal sealed class CharacterGrid(int columns, int rows) : DotGrid(columns, rows)
{
    /// <inheritdoc/>
    protected override ChartStyle Style => ChartStyle.Ascii;

    /// <inheritdoc/>
    public override void Point(int x, int y, int series) => Dot(x, y, series);

    /// <inheritdoc/>
    public override string Row(int row) =>
        string.Concat(Enumerable.Range(0, Columns).Select(column => SeriesAt(column, row) is >= 0 and var series ? SeriesMarks.Character(series) : ' ')).TrimEnd();

    /// <inheritdoc/>
    protected override void Dot(int x, int y, int series) => SetSeries(x, y, series);
}

/// <summary>A grid with two by four dots per character, from the Unicode block "Braille Patterns".</summary>
internal sealed class BrailleGrid(int columns, int rows, ChartStyle style) : DotGrid(columns, rows)
{
    private const int Blank = 0x2800;

    // The bit of the dot at (x, y) of a character: dots 1 to 8 in the order of the standard.
    private static readonly byte[,] Bits = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    private readonly byte[,] dots = new byte[rows, columns];

    /// <inheritdoc/>
    protected override ChartStyle Style => style;

    /// <inheritdoc/>
    public override void Point(int x, int y, int series)
    {
        for (int atX = x; atX <= Math.Min(x + 1, Wide - 1); atX++)
        {
            for (int atY = y; atY <= Math.Min(y + 1, High - 1); atY++) Dot(atX, atY, series);
        }
    }

    /// <inheritdoc/>
    public override string Row(int row)
    {
        var line = new StringBuilder();
        int last = Columns;
        while (last > 0 && dots[row, last - 1] == 0) last--;
        int current = -1;
        for (int column = 0; column < last; column++)
        {
            int series = SeriesAt(column, row);
            if (style == ChartStyle.Color && series >= 0 && series != current) line.Append(SeriesMarks.Color(current = series));
            line.Append(dots[row, column] == 0 ? ' ' : (char)(Blank + dots[row, column]));
        }

        if (current >= 0) line.Append(SeriesMarks.Reset);
        return line.ToString();
    }

    /// <inheritdoc/>
    protected override void Dot(int x, int y, int series)
    {
        dots[y / 4, x / 2] |= Bits[x % 2, y % 4];
        SetSeries(x / 2, y / 4, series);
    }
}
