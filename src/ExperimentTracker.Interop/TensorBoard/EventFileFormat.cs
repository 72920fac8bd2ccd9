using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>Event files of TensorBoard: points of metrics, distributions, parameters, pictures and texts.</summary>
internal sealed class EventFileFormat : IExportFormat
{
    public string Name => "TensorBoard";

    public string Title => "event files of TensorBoard";

    public bool Writes(string path) => Path.GetFileName(path).StartsWith(EventFolder.FilePrefix, StringComparison.Ordinal);

    public void Write(ExportRequest request)
    {
        var folder = new EventFolder(request);
        foreach (TransferItem item in request.Source.Read(request.Cancellation))
        {
            request.Cancellation.ThrowIfCancellationRequested();
            switch (item)
            {
                case TransferRun { Run.RemovedAt: null } run: folder.Add(run); break;
                case TransferRun run: request.Losses.Add("run", "It was removed.", run.Run.Path); break;
                case TransferArtifact artifact: folder.Add(artifact); break;
                case TransferModel model: request.Losses.Add("model", "An event file has no models.", model.Model.Name); break;
            }

            request.Progress?.Report(item.ToString());
        }
    }
}
