using System.Globalization;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>
/// Event files of TensorBoard. The event files of one folder are one run, as TensorBoard shows them; the folders below a folder are further runs. The experiment
/// has the name of the folder that is imported.
/// </summary>
internal sealed class TensorBoardFormat : ITransferFormat
{
    // TensorBoard itself looks for files with this in their name.
    private const string Pattern = "*tfevents*";

    public string Name => "TensorBoard";

    public string Title => "TensorBoard event files";

    public bool Fits(string path) => Directory.Exists(path) ? ForeignFiles.In(path, Pattern).Any(EventFile.Fits) : EventFile.Fits(path);

    public ITransferSource Open(TransferRequest request)
    {
        bool isFolder = Directory.Exists(request.Path);
        string root = isFolder ? request.Path : Path.GetDirectoryName(request.Path)!;
        string[] files = isFolder ? [.. ForeignFiles.In(root, Pattern).Where(EventFile.Fits)] : [request.Path];
        if (files.Length == 0 || !EventFile.Fits(files[0])) throw TransferErrors.NotReadable(request.Path, "it is not an event file of TensorBoard, and has none");
        return new ForeignRuns(request, hasContents: true, reading => Read(root, files, reading));
    }

    private static IEnumerable<ForeignRun> Read(string root, string[] files, ForeignReading reading)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (IGrouping<string, string> folder in files.GroupBy(file => Path.GetDirectoryName(file)!))
        {
            string[] ordered = [.. folder.OrderBy(EventFile.FirstTime).ThenBy(Path.GetFileName, StringComparer.Ordinal)];
            string relative = ForeignFiles.Within(root, folder.Key);
            string id = RecordId.From("tensorboard", Path.GetFileName(ordered[0]), (EventFile.FirstTime(ordered[0]) ?? 0).ToString("R", CultureInfo.InvariantCulture));

            // A copy of a run, in another folder.
            if (!ids.Add(id)) ids.Add(id = RecordId.From(id, relative));
            var run = new ForeignRun(reading, id, ForeignFiles.NameOf(root)) { Name = relative.Length > 0 ? relative : ForeignFiles.NameOf(root) };
            var summaries = new SummaryReader(run, reading);
            foreach (string file in ordered) new EventFile(file, reading).ReadInto(summaries);
            yield return run;
        }
    }
}
