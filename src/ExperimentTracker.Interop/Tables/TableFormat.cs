using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Tables;

/// <summary>A folder with a file for each table of <see cref="StoreTables"/>.</summary>
internal sealed class TableFormat : IExportFormat
{
    private static readonly HashSet<string> Names = [.. new StoreTables().All.Select(t => t.Name)];
    private readonly string extension;
    private readonly Func<Table, string, ITableWriter> create;

    private TableFormat(string name, string title, string extension, Func<Table, string, ITableWriter> create) =>
        (Name, Title, this.extension, this.create) = (name, title, extension, create);

    /// <summary>Comma-separated values.</summary>
    public static TableFormat Csv { get; } = new("Csv", "tables as comma-separated values", ".csv", (table, folder) => new CsvTable(table, folder));

    /// <summary>Parquet.</summary>
    public static TableFormat Parquet { get; } = new("Parquet", "tables as Parquet, for DuckDB, pandas, Spark", ".parquet", (table, folder) => new ParquetTable(table, folder));

    public string Name { get; }

    public string Title { get; }

    public bool Writes(string path) => Path.GetExtension(path) == extension && Names.Contains(Path.ChangeExtension(path, null));

    public void Write(ExportRequest request) => TableWriting.Write(
        request.Source, table => create(table, request.Target), item => NoteSkipped(item, request.Losses), request.Progress, request.Cancellation);

    // What a run's row names is no loss.
    private static void NoteSkipped(TransferItem item, TransferLosses losses)
    {
        if (item is TransferModel model) losses.Add("model", "There is no table of models.", model.Model.Name);
        else if (item is TransferDataset dataset) losses.Add("dataset", "There is no table of datasets.", dataset.Dataset.Name);
        else if (item is TransferInput input) losses.Add("input of a run", "There is no table of inputs.", input.Input.Name);
    }
}
