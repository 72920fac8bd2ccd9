using ExperimentTracker.Interop.Protobuf;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Wandb;

/// <summary>
/// The <c>.wandb</c> files that W&amp;B's client writes on the machine of a run, whether it was offline or not. A project of W&amp;B is an experiment. Files with the same
/// id of a run, which was resumed, are one run.
/// </summary>
internal sealed class WandbFormat : ITransferFormat
{
    private const string Pattern = "*.wandb";

    public string Name => "Wandb";

    public string Title => "Weights & Biases, .wandb files";

    public bool Fits(string path) => Directory.Exists(path) ? ForeignFiles.In(path, Pattern).Any(IsLog) : IsLog(path);

    public ITransferSource Open(TransferRequest request)
    {
        string[] files = Directory.Exists(request.Path) ? [.. ForeignFiles.In(request.Path, Pattern).Where(IsLog)] : [request.Path];
        if (files.Length == 0 || !IsLog(files[0])) throw TransferErrors.NotReadable(request.Path, "it is not a .wandb file, and has none");
        return new ForeignRuns(request, hasContents: true, reading => Read(files, reading));
    }

    private static bool IsLog(string path) => ForeignFiles.Head(path, LogFile.Magic.Length).AsSpan().SequenceEqual(LogFile.Magic);

    private static IEnumerable<ForeignRun> Read(string[] files, ForeignReading reading)
    {
        foreach (IGrouping<(string Project, string Id), string> same in files.GroupBy(Identify))
        {
            (string project, string id) = same.Key;
            var run = new ForeignRun(reading, RecordId.From("wandb", project, id), project.Length > 0 ? project : "uncategorized")
            {
                Name = id,
                Status = RunStatus.Running,
                HasHistory = true,
            };
            foreach (string file in same) new RunFile(run, reading, file).Read();
            if (run.Name.Length == 0) run.Name = id;
            yield return run;
        }
    }

    // The first record of a run, which is one of the first records. A file that ends before it has the id in its name.
    private static (string Project, string Id) Identify(string path)
    {
        const int mostBefore = 16;
        try
        {
            using FileStream stream = ForeignFiles.Open(path);
            var log = new LogFile(stream);
            log.ReadHeader();
            for (int i = 0; i < mostBefore && log.Next(out ReadOnlySpan<byte> record); i++)
            {
                var reader = new ProtoReader(record);
                while (reader.Next())
                {
                    if (reader.Field != 17)
                    {
                        reader.Skip();
                        continue;
                    }

                    ReadOnlySpan<byte> run = reader.Bytes();
                    return (Items.Text(run, 3), Items.Text(run, 1));
                }
            }
        }
        catch (ByteFormatException)
        {
            // Where the damage is, is said when the file is read.
        }

        string name = Path.GetFileNameWithoutExtension(path);
        return ("", name.StartsWith("run-", StringComparison.Ordinal) ? name[4..] : name);
    }
}
