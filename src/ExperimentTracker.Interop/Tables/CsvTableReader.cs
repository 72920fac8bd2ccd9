using System.Globalization;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Interop.Rows;

namespace ExperimentTracker.Interop.Tables;

/// <summary>Reads what <see cref="CsvTable"/> writes.</summary>
internal sealed class CsvTableReader : ITableReader
{
    private readonly StreamReader text;
    private readonly DelimitedReader reader;
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private readonly List<string> row = [];
    private readonly List<bool> quoted = [];
    private readonly string name;

    /// <param name="path">The file.</param>
    /// <exception cref="ByteFormatException">The first row is damaged.</exception>
    public CsvTableReader(string path)
    {
        name = Path.GetFileName(path);
        text = new StreamReader(ForeignFiles.Open(path));
        reader = new DelimitedReader(text, ',');
        if (!reader.Next(row)) return;
        for (int i = 0; i < row.Count; i++) columns.TryAdd(row[i], i);
    }

    public long TimeUnit => 1;

    public string Place => string.Create(CultureInfo.InvariantCulture, $"{name}, line {reader.Line}");

    public bool Next()
    {
        if (!reader.Next(row, quoted)) return false;
        return row.Count == columns.Count ? true : throw new ByteFormatException("a row does not have a value for each column");
    }

    // The export puts an apostrophe in front of what a spreadsheet would run.
    public string? Text(string column) => Cell(column) is not { } cell ? null : cell.StartsWith('\'') && CsvTable.Harmless(cell[1..]) == cell ? cell[1..] : cell;

    public long? Integer(string column) => long.TryParse(Cell(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    public double? Real(string column) => double.TryParse(Cell(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    public DateTime? Time(string column) =>
        DateTime.TryParse(Cell(column), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime value) ? value : null;

    public void Dispose() => text.Dispose();

    private string? Cell(string column) => !columns.TryGetValue(column, out int i) || (row[i].Length == 0 && !quoted[i]) ? null : row[i];
}
