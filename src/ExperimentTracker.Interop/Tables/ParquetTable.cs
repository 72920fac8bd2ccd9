using ExperimentTracker.Values;
using Parquet;
using Parquet.Schema;

namespace ExperimentTracker.Interop.Tables;

/// <summary>
/// Writes a table as Parquet, compressed with Zstandard: texts as UTF-8, integers of 64 bits, doubles with all their bits, times as UTC in milliseconds. Every
/// column can be NULL.
/// </summary>
internal sealed class ParquetTable : ITableWriter
{
    private readonly Table table;
    private readonly FileStream file;
    private readonly DataField[] fields;
    private readonly ParquetWriter writer;
    private bool isClosed;

    public ParquetTable(Table table, string folder)
    {
        this.table = table;
        fields = [.. table.Columns.Select(FieldOf)];
        file = PrivateFiles.Open(Path.Combine(folder, table.Name + ".parquet"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        try
        {
            writer = Wait(ParquetWriter.CreateAsync(new ParquetSchema(fields), file, new ParquetOptions { CompressionMethod = CompressionMethod.Zstd }));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void WriteRows()
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int i = 0; i < fields.Length; i++) Write(group, fields[i], table.Columns[i]);
        group.CompleteValidate();
    }

    public void Finish() => Close();

    public void Dispose()
    {
        Close();
        file.Dispose();
    }

    private void Close()
    {
        if (isClosed) return;
        isClosed = true;
        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static DataField FieldOf(TableColumn column) => column switch
    {
        TextColumn => new DataField(column.Name, typeof(string), isNullable: true),

        // Not microseconds: Parquet.Net 6.1.0 writes the statistics of every unit in milliseconds, and a reader that trusts them finds no rows, or wrong values.
        ValueColumn<DateTime> => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Millis, isNullable: true),
        ValueColumn<double> => new DataField(column.Name, typeof(double), isNullable: true),
        ValueColumn<long> => new DataField(column.Name, typeof(long), isNullable: true),
        _ => throw new ArgumentException($"A column of {column.GetType()} cannot be written.", nameof(column)),
    };

    private static void Write(ParquetRowGroupWriter group, DataField field, TableColumn column)
    {
        switch (column)
        {
            case TextColumn text: Wait(group.WriteAsync(field, text.Cells!)); break;
            case ValueColumn<DateTime> time: Wait(group.WriteAsync<DateTime>(field, time.Cells.ToArray().AsMemory())); break;
            case ValueColumn<double> real: Wait(group.WriteAsync<double>(field, real.Cells.ToArray().AsMemory())); break;
            case ValueColumn<long> integer: Wait(group.WriteAsync<long>(field, integer.Cells.ToArray().AsMemory())); break;
        }
    }

    // The library has no other methods. A file's own writes are synchronous.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
