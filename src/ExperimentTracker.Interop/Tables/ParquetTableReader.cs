using System.Globalization;
using ExperimentTracker.Interop.ParquetFiles;
using Parquet.Schema;

namespace ExperimentTracker.Interop.Tables;

/// <summary>Reads what <see cref="ParquetTable"/> writes. The columns of one group of rows are in memory.</summary>
internal sealed class ParquetTableReader : ITableReader
{
    private readonly ParquetFile file;
    private readonly IEnumerator<ParquetRows> groups;
    private readonly Dictionary<string, Array> columns = new(StringComparer.Ordinal);
    private readonly string name;
    private int index = -1;
    private long rows;

    /// <param name="path">The file.</param>
    /// <exception cref="Reading.ByteFormatException">The file is damaged.</exception>
    public ParquetTableReader(string path)
    {
        name = Path.GetFileName(path);
        file = ParquetFile.Open(path);
        groups = file.Groups().GetEnumerator();
    }

    public long TimeUnit => TimeSpan.TicksPerMillisecond;

    public string Place => string.Create(CultureInfo.InvariantCulture, $"{name} after row {rows}");

    public bool Next()
    {
        while (rows == 0 || index + 1 >= groups.Current.Count)
        {
            if (!groups.MoveNext()) return false;
            ReadColumns();
            index = -1;
            if (groups.Current.Count > 0) break;
        }

        index++;
        rows++;
        return true;
    }

    public string? Text(string column) => Of<string?>(column);

    public long? Integer(string column) => Of<long?>(column);

    public double? Real(string column) => Of<double?>(column);

    public DateTime? Time(string column) => Of<DateTime?>(column);

    public void Dispose()
    {
        groups.Dispose();
        file.Dispose();
    }

    private T? Of<T>(string column) => columns.GetValueOrDefault(column) is T[] values ? values[index] : default;

    // All columns at once, so that damage is found before a row of the group is used.
    private void ReadColumns()
    {
        columns.Clear();
        foreach (DataField field in file.Fields.Where(f => f.MaxRepetitionLevel == 0))
        {
            ParquetRows group = groups.Current;
            if (ParquetRows.IsText(field)) columns[field.Name] = group.Texts(field.Name);
            else if (field.ClrType == typeof(long)) columns[field.Name] = group.Integers(field.Name);
            else if (field.ClrType == typeof(double)) columns[field.Name] = group.Reals(field.Name);
            else if (field.ClrType == typeof(DateTime)) columns[field.Name] = group.Times(field.Name);
        }
    }
}
