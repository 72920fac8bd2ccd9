using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Rows;

/// <summary>
/// Tables of logged values as CSV: of Keras, of Lightning with its <c>hparams.yaml</c>, of an export from W&amp;B. The file is a run, and the folder that it is in names
/// the experiment; of a folder, each table in it and below is a run.
/// </summary>
internal sealed class CsvFormat : ITransferFormat
{
    public string Name => "Csv";

    public string Title => "CSV of Keras, Lightning or W&B: a row of values a step";

    public bool Fits(string path) => Directory.Exists(path) ? Tables(path).Any() : new CsvFile(path).HasSteps();

    public ITransferSource Open(TransferRequest request)
    {
        string[] files = Directory.Exists(request.Path) ? [.. Tables(request.Path)] : [request.Path];
        if (files.Length == 0 || new CsvFile(files[0]).Head() is null) throw TransferErrors.NotReadable(request.Path, "it is not a table with a row of names and rows of values, and has none");
        return new ForeignRuns(request, hasContents: false, reading => Read(request.Path, files, reading));
    }

    private static IEnumerable<string> Tables(string folder) =>
        ForeignFiles.In(folder).Where(file => Path.GetExtension(file).ToUpperInvariant() is ".CSV" or ".LOG" or ".TSV" && new CsvFile(file).HasSteps());

    private static IEnumerable<ForeignRun> Read(string root, string[] files, ForeignReading reading)
    {
        foreach (string path in files)
        {
            var file = new CsvFile(path);
            if (file.Head() is not { } head) continue;
            string name = NameOf(root, path);
            var run = new ForeignRun(reading, RecordId.From(["csv", name, .. head.Names, .. head.First]), Directory.Exists(root) ? ForeignFiles.NameOf(root) : ForeignFiles.FolderOf(path)) { Name = name };
            string parameters = Path.Combine(Path.GetDirectoryName(path)!, "hparams.yaml");
            if (File.Exists(parameters)) YamlParameters.ReadInto(run, reading, parameters);
            file.ReadInto(run, reading);
            yield return run;
        }
    }

    // Lightning calls each file metrics.csv: the folder is the name.
    private static string NameOf(string root, string path)
    {
        string relative = Directory.Exists(root) ? ForeignFiles.Within(root, path) : Path.GetFileName(path);
        string name = Path.GetFileNameWithoutExtension(path);
        string folder = Path.GetDirectoryName(relative)?.Replace('\\', '/') ?? "";
        return name != "metrics" ? (folder.Length > 0 ? $"{folder}/{name}" : name) : folder.Length > 0 ? folder : ForeignFiles.FolderOf(path);
    }
}
