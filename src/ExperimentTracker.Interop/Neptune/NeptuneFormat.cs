using System.Text.RegularExpressions;
using ExperimentTracker.Interop.ParquetFiles;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Neptune;

/// <summary>
/// What neptune-exporter wrote: for each run the files <c>&lt;project&gt;/&lt;run&gt;_part_&lt;n&gt;.parquet</c> with a row for each value, and a folder <c>files</c> beside the
/// folder of projects. The schema is documented in the README of the exporter.
/// </summary>
internal sealed partial class NeptuneFormat : ITransferFormat
{
    private static readonly string[] Columns = ["project_id", "run_id", "attribute_path", "attribute_type"];
    private static readonly HashSet<string> Registry = ["models", "model_versions"];

    public string Name => "Neptune";

    public string Title => "Parquet files of neptune-exporter, and folders of them";

    public bool Fits(string path) => Directory.Exists(path) ? Parts(path).Take(1).Any(IsPart) : IsPart(path);

    public ITransferSource Open(TransferRequest request)
    {
        string[] parts = Directory.Exists(request.Path) ? [.. Parts(request.Path)] : [request.Path];
        if (!parts.Any(IsPart)) throw TransferErrors.NotReadable(request.Path, "it is not a Parquet file of neptune-exporter, and has none");
        return new ForeignRuns(request, hasContents: true, reading => Read(parts, reading));
    }

    private static bool IsPart(string path) => ParquetFile.Has(path, Columns);

    private static IEnumerable<string> Parts(string folder) => ForeignFiles.In(folder, "*.parquet").OrderBy(RunOf, StringComparer.Ordinal).ThenBy(NumberOf);

    // The parts of a run follow each other. Its rows are read to the end before it is complete.
    private static IEnumerable<ForeignRun> Read(string[] parts, ForeignReading reading)
    {
        foreach (IGrouping<string, string> files in parts.GroupBy(RunOf))
        {
            if (Registry.Contains(ForeignFiles.FolderOf(files.First())))
            {
                reading.Losses.Add("model of Neptune", "a model is not a run, and is not imported", Path.GetFileName(files.First()), files.Count());
                continue;
            }

            var runs = new Dictionary<(string Project, string Run), NeptuneRun>();
            foreach (string file in files) ReadPart(file, runs, reading);
            foreach (NeptuneRun run in runs.Values) yield return run.Finish();
        }
    }

    private static void ReadPart(string path, Dictionary<(string Project, string Run), NeptuneRun> runs, ForeignReading reading)
    {
        long rows = 0;
        try
        {
            using ParquetFile file = ParquetFile.Open(path);
            foreach (ParquetRows group in file.Groups())
            {
                reading.Cancellation.ThrowIfCancellationRequested();
                var values = new NeptuneRows(group);
                for (int i = 0; i < group.Count; i++)
                {
                    if (values.Projects[i] is not { } project || values.Runs[i] is not { } run)
                    {
                        reading.Losses.Add("row", "it has no project or no run", Path.GetFileName(path));
                        continue;
                    }

                    if (!runs.TryGetValue((project, run), out NeptuneRun? known)) runs.Add((project, run), known = new NeptuneRun(reading, project, run, FilesOf(path)));
                    known.Add(values, i);
                }

                rows += group.Count;
            }
        }
        catch (ByteFormatException e)
        {
            reading.Losses.Add("damaged file", $"{e.Message}; the rows before were read", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} after row {rows}"));
        }
    }

    // data/<project>/<run>_part_0.parquet, and files/<project>.
    private static string FilesOf(string part)
    {
        string project = Path.GetDirectoryName(Path.GetFullPath(part))!;
        return Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(project) ?? project) ?? project, "files", Path.GetFileName(project));
    }

    private static string RunOf(string path) => PartName().Replace(path, "");

    private static int NumberOf(string path) => PartName().Match(path) is { Success: true } part && int.TryParse(part.Groups[1].Value, out int number) ? number : 0;

    [GeneratedRegex(@"_part_(\d{1,9})\.parquet$", RegexOptions.CultureInvariant)]
    private static partial Regex PartName();
}
