using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Tables;

/// <summary>Writes the tables of a source, each to a file of its own in one folder. At most 131,072 rows of a table are in memory.</summary>
internal static class TableWriting
{
    /// <summary>The rows after which a table is written. It is also the size of a row group of Parquet, which DuckDB reads at once.</summary>
    public const int RowsOfABatch = 1 << 17;

    /// <param name="source">The records.</param>
    /// <param name="create">Creates the writer of a table.</param>
    /// <param name="skipped">Receives each record that has no rows.</param>
    /// <param name="progress">Receives each record.</param>
    /// <param name="cancellation">Cancels the operation; the files stay incomplete.</param>
    public static void Write(
        ITransferSource source, Func<Table, ITableWriter> create, Action<TransferItem> skipped, IProgress<string>? progress, CancellationToken cancellation)
    {
        var tables = new StoreTables();
        var writers = new Dictionary<Table, ITableWriter>();
        try
        {
            foreach (Table table in tables.All) writers.Add(table, create(table));
            foreach (TransferItem item in source.Read(cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!tables.Add(item, table => WriteFull(table, writers[table], cancellation))) skipped(item);
                progress?.Report(item.ToString());
            }

            foreach ((Table table, ITableWriter writer) in writers)
            {
                if (table.Rows > 0) writer.WriteRows();
                writer.Finish();
            }
        }
        finally
        {
            foreach (ITableWriter writer in writers.Values) writer.Dispose();
        }
    }

    private static void WriteFull(Table table, ITableWriter writer, CancellationToken cancellation)
    {
        if (table.Rows < RowsOfABatch) return;
        cancellation.ThrowIfCancellationRequested();
        writer.WriteRows();
        table.Clear();
    }
}
