using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Writes artifacts to files or folders, after verifying their bytes.</summary>
[Cmdlet(VerbsData.Save, "Artifact", DefaultParameterSetName = KeySet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class SaveArtifactCommand : ArtifactReadingCommand
{
    private readonly Dictionary<string, Artifact> written = new(DistinctPaths.Comparer);
    private readonly List<(IExperimentStore Store, Artifact Artifact)> waiting = [];
    private string? folder;
    private bool isRefused;

    /// <summary>
    /// The destination. A folder that exists, or a path that ends with a slash, receives each artifact under its key. Any other path is the name of the
    /// file or folder to create for one artifact; for several, it is a folder that receives each under its key. Defaults to the current folder.
    /// </summary>
    [Parameter(Position = 1)]
    [Alias("Path")]
    public string Destination { get; set; } = ".";

    /// <summary>Replaces existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the files and folders.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(IExperimentStore store, Artifact artifact)
    {
        if (isRefused) return;
        string to = Path.GetFullPath(FilePaths.Literal(Session, Destination));
        folder ??= Directory.Exists(to) || Path.EndsInDirectorySeparator(Destination) ? to : null;
        waiting.Add((store, artifact));
        if (folder is null && waiting.Exists(w => w.Artifact.Id != artifact.Id))
        {
            isRefused = File.Exists(to);
            if (isRefused) waiting.Clear();
            folder = isRefused ? throw ArtifactErrors.NotAFolder(to) : to;
        }

        if (folder is not null) SaveWaiting(folder);
    }

    // A new path is that of a file for one artifact, and that of a folder for several.
    private protected override void Finish()
    {
        if (waiting.Count > 0) SaveWaiting(null);
    }

    private void SaveWaiting(string? into)
    {
        (IExperimentStore, Artifact)[] artifacts = [.. waiting];
        waiting.Clear();
        ForEach(artifacts, each => Save(each.Item1, each.Item2, into));
    }

    private void Save(IExperimentStore store, Artifact artifact, string? into)
    {
        string to = FilePaths.Literal(Session, Destination);
        if (into is not null) to = Path.Combine(into, ArtifactRules.SafePath(NameOf(artifact)));
        to = Path.GetFullPath(to);
        if (written.TryGetValue(to, out Artifact? other) && other.Id != artifact.Id) throw ArtifactErrors.DestinationTaken(to, other.ToString(), artifact.ToString());
        if (!ShouldProcess(to, $"Save artifact '{artifact.Key}'")) return;
        using var progress = new ByteProgress(this, "Saving an artifact", artifact.Key, artifact.Size ?? 0);
        ArtifactReader.Save(store, artifact, to, Force, progress, Cancellation, into);
        written[to] = artifact;
        if (PassThru) WriteObject(artifact.Kind == ArtifactKind.Folder ? new DirectoryInfo(to) : new FileInfo(to));
    }

    // Those of a series have one key: samples.png at step 100 becomes samples.100.png.
    private static string NameOf(Artifact artifact) => artifact.Step is { } step
        ? Path.ChangeExtension(artifact.Key, FormattableString.Invariant($"{step}{Path.GetExtension(artifact.Key)}")) : artifact.Key;
}
