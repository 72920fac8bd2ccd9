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

    /// <summary>
    /// The destination. A folder that exists, or a path that ends with a slash, receives each artifact under its key; any other path is the name of
    /// the file or folder to create. Defaults to the current folder.
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
        string to = FilePaths.Literal(Session, Destination);
        string? folder = Directory.Exists(to) || Path.EndsInDirectorySeparator(Destination) ? Path.GetFullPath(to) : null;
        if (folder is not null) to = Path.Combine(folder, ArtifactRules.SafePath(artifact.Key));
        to = Path.GetFullPath(to);
        if (written.TryGetValue(to, out Artifact? other) && other.Id != artifact.Id) throw ArtifactErrors.DestinationTaken(to, other.Key, artifact.Key);
        if (!ShouldProcess(to, $"Save artifact '{artifact.Key}'")) return;
        using var progress = new ByteProgress(this, "Saving an artifact", artifact.Key, artifact.Size ?? 0);
        ArtifactReader.Save(store, artifact, to, Force, progress, Cancellation, folder);
        written[to] = artifact;
        if (PassThru) WriteObject(artifact.Kind == ArtifactKind.Folder ? new DirectoryInfo(to) : new FileInfo(to));
    }
}
