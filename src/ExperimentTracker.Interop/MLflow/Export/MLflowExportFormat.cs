using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>A folder as MLflow's file store has it (<c>mlruns</c>), or an MLflow server.</summary>
internal sealed class MLflowExportFormat : IExportFormat
{
    private static readonly HashSet<string> Kinds = ["metrics", "params", "tags", "artifacts", "aliases", "inputs", "datasets"];

    public string Name => "MLflow";

    public string Title => "a folder mlruns of MLflow, or an MLflow server by its address";

    public bool TakesAddress => true;

    public bool Writes(string path)
    {
        string[] parts = (path.StartsWith(".trash/", StringComparison.Ordinal) ? path[7..] : path).Split('/');
        bool isBelow = parts[0] == "models" ? parts.Length > 2 : parts[0].Length == 18 && parts[0].All(char.IsAsciiDigit);
        return isBelow && (parts[^1] == "meta.yaml" || parts.Skip(1).Any(Kinds.Contains));
    }

    public void Write(ExportRequest request)
    {
        if (request.IsAddress) WriteToServer(request);
        else WriteToFolder(request);
    }

    private static void WriteToFolder(ExportRequest request)
    {
        var folder = new RunsFolder(request);
        foreach (TransferItem item in Read(request))
        {
            switch (item)
            {
                case TransferExperiment experiment: folder.Add(experiment); break;
                case TransferRun run: folder.Add(run); break;
                case TransferArtifact artifact: folder.Add(artifact); break;
                case TransferModel model: folder.Add(model); break;
                case TransferDataset dataset: folder.Inputs.Add(dataset); break;
                case TransferInput input: folder.Inputs.Add(input); break;
            }
        }

        folder.Finish();
    }

    private static void WriteToServer(ExportRequest request)
    {
        using var api = new MLflowApi(request.Target);
        var export = new ServerExport(new MLflowTarget(api), api, request);
        try
        {
            foreach (TransferItem item in Read(request))
            {
                switch (item)
                {
                    case TransferExperiment experiment: export.Send(experiment); break;
                    case TransferRun run: export.Send(run); break;
                    case TransferArtifact artifact: export.Send(artifact); break;
                    case TransferDataset dataset: export.Inputs.Add(dataset); break;
                    case TransferInput input: export.Inputs.Add(input); break;
                    case TransferModel model: request.Losses.Add("model", "Models are not sent to a server.", model.Model.Name); break;
                }
            }

            export.Finish();
        }
        catch (MLflowProblem e)
        {
            throw TransferErrors.ServerRefused(request.Target, e.Code, e.Message, e);
        }
    }

    private static IEnumerable<TransferItem> Read(ExportRequest request)
    {
        foreach (TransferItem item in request.Source.Read(request.Cancellation))
        {
            request.Cancellation.ThrowIfCancellationRequested();
            yield return item;
            if (item is TransferTrial trial) request.Losses.Add("trial", "MLflow has no trials.", trial.Trial.Name);
            request.Progress?.Report(item.ToString());
        }
    }
}
