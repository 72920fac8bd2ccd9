using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Sacred;

/// <summary>Folders of Sacred's FileStorageObserver: of one run, or of all runs, which have numbers as names.</summary>
internal sealed class SacredFormat : ITransferFormat
{
    public string Name => "Sacred";

    public string Title => "Sacred, folders of its FileStorageObserver";

    public bool Fits(string path) => Directory.Exists(path) && RunsIn(path).Any();

    public ITransferSource Open(TransferRequest request)
    {
        string[] folders = Directory.Exists(request.Path) ? [.. RunsIn(request.Path)] : [];
        if (folders.Length == 0) throw TransferErrors.NotReadable(request.Path, "it is not the folder of a run of Sacred, and has none");
        return new ForeignRuns(request, hasContents: true, reading => folders.Select(folder => new SacredRun(folder, reading).Read()));
    }

    private static IEnumerable<string> RunsIn(string folder) => IsRun(folder)
        ? [folder]
        : Directory.EnumerateDirectories(folder).Where(IsRun).OrderBy(f => ForeignFiles.NameOf(f).Length).ThenBy(f => f, StringComparer.Ordinal);

    private static bool IsRun(string folder) => File.Exists(Path.Combine(folder, SacredRun.File))
        && PythonJson.File(Path.Combine(folder, SacredRun.File), out _) is { ValueKind: JsonValueKind.Object } run
        && PythonJson.Property(run, "experiment") is not null && PythonJson.Property(run, "heartbeat") is not null;
}
