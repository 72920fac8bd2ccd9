using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>What MLflow recorded: a database, a folder of files, an export, a server.</summary>
internal sealed class MLflowFormat : ITransferFormat
{
    public string Name => "MLflow";

    public string Title => "MLflow: mlflow.db, a folder mlruns, an export of mlflow-export-import, a server";

    public bool TakesAddress => true;

    public bool TakesDatabase => true;

    public bool Fits(string path) => DatabaseOf(path) is not null || MLflowFolder.Find(path) is not null || MLflowExport.Fits(path);

    public ITransferSource Open(TransferRequest request)
    {
        var losses = new TransferLosses();
        if (request.Database is { } server)
        {
            return new MLflowSource(server.Name, request.Project, MLflowDatabase.OnServer(server, losses, request.Cancellation), losses);
        }

        if (request.IsAddress)
        {
            MLflowClient client = MLflowClient.Of(request.Path);
            return new MLflowSource(client.Address, request.Project, new MLflowServer(client, losses), losses);
        }

        return new MLflowSource(request.Path, request.Project, Reader(request, losses), losses);
    }

    // MLflow's server keeps its database in a folder with the artifacts.
    private static string? DatabaseOf(string path) => new[] { path, Path.Combine(path, "mlflow.db") }.FirstOrDefault(MLflowDatabase.Fits);

    private static MLflowReader Reader(TransferRequest request, TransferLosses losses)
    {
        if (DatabaseOf(request.Path) is { } database) return MLflowDatabase.Open(database, losses);
        if (MLflowFolder.Find(request.Path) is { } folder) return new MLflowFolder(folder, losses);
        if (MLflowExport.Fits(request.Path)) return new MLflowExport(request.Path, losses);
        throw TransferErrors.NotReadable(request.Path, "it is neither a database of MLflow, nor a folder in which MLflow keeps experiments, nor an export of mlflow-export-import");
    }
}
