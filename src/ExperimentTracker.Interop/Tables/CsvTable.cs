using System.Globalization;
using System.Text;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Tables;

/// <summary>
/// Writes a table as RFC 4180: UTF-8 without a mark, CRLF, quotes where they are needed. A cell without a value is empty, an
/// empty text is <c>""</c>. Numbers have a decimal point
/// and all digits, times are ISO 8601 in UTC.
/// </summary>
/// <remarks>
/// A spreadsheet runs a text that begins with one of <c>= + - @</c>, a tab or a carriage return as a formula. Names and log lines come from programs and from other
/// people, so such a text gets an apostrophe in front, unless it is a number. A text that has one there already gets another, so that an import knows which to remove.
/// </remarks>
internal sealed class CsvTable : ITableWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly Table table;
    private readonly StreamWriter output;

    public CsvTable(Table table, string folder)
    {
        this.table = table;
        output = new StreamWriter(PrivateFiles.Open(Path.Combine(folder, table.Name + ".csv"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16), Utf8);
        WriteLine(table.Columns.Select(c => c.Name));
    }

    public void WriteRows()
    {
        Func<int, string?>[] cells = [.. table.Columns.Select(CellsOf)];
        for (int row = 0; row < table.Rows; row++) WriteLine(cells.Select(cell => cell(row)));
    }

    public void Finish() => output.Flush();

    public void Dispose() => output.Dispose();

    /// <summary>The text as a cell that no spreadsheet runs as a formula.</summary>
    internal static string Harmless(string text)
    {
        string behind = text.TrimStart('\'');
        return behind.Length > 0 && "=+-@\t\r".Contains(behind[0], StringComparison.Ordinal) && (behind.Length < text.Length || !IsNumber(text)) ? "'" + text : text;
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);

    private static Func<int, string?> CellsOf(TableColumn column) => column switch
    {
        TextColumn text => row => text.Cells[row] is { } cell ? Quoted(Harmless(cell)) : null,
        ValueColumn<DateTime> time => row => time.Cells[row]?.ToString("O", CultureInfo.InvariantCulture),
        ValueColumn<double> real => row => real.Cells[row]?.ToString("R", CultureInfo.InvariantCulture),
        ValueColumn<long> integer => row => integer.Cells[row]?.ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A column of {column.GetType()} cannot be written.", nameof(column)),
    };

    private static string Quoted(string text) =>
        text.Length == 0 || text.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private void WriteLine(IEnumerable<string?> cells)
    {
        bool isFirst = true;
        foreach (string? cell in cells)
        {
            if (!isFirst) output.Write(',');
            output.Write(cell);
            isFirst = false;
        }

        output.Write("\r\n");
    }
}
