using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Tables;

/// <summary>A folder of the tables that an export wrote, as CSV or Parquet.</summary>
internal sealed class TableImport : ITransferFormat
{
    private static readonly string[] Extensions = [".csv", ".parquet"];

    public string Name => "Tables";

    public string Title => "the tables that Export-ExperimentStore -As Csv or -As Parquet wrote";

    public bool Fits(string path) => ExtensionIn(path) is not null;

    public ITransferSource Open(TransferRequest request) => ExtensionIn(request.Path) is { } extension
        ? new TableSource(request, extension)
        : throw TransferErrors.NotReadable(request.Path, "it is not a folder with runs.csv or runs.parquet as Export-ExperimentStore writes it");

    private static string? ExtensionIn(string path) => !Directory.Exists(path) ? null : Array.Find(Extensions, extension =>
    {
        string runs = Path.Combine(path, "runs" + extension);
        if (!File.Exists(runs)) return false;
        using var cursor = new TableCursor(runs, new TransferLosses());
        return cursor.All().Take(1).Any(row => row.Text("run_id") is not null && row.Text("experiment") is not null && row.Text("status") is not null);
    });
}
