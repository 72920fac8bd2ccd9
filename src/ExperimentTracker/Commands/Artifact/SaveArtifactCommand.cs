using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>Writes artifacts to files or folders, after their bytes were checked.</summary>
[Cmdlet(VerbsData.Save, "Artifact", DefaultParameterSetName = KeySet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class SaveArtifactCommand : ArtifactReadingCommand
{
    private readonly Dictionary<string, Artifact> written = new(DistinctPaths.Comparer);

    /// <summary>
    /// Where to: a folder that exists, or whose name ends with a slash, gets each artifact under its key; any other path is the name of
    /// the one file or folder to make.
    /// Without it, the current folder.
    /// </summary>
    [Parameter(Position = 1)]
    [Alias("Path")]
    public string Destination { get; set; } = ".";

    /// <summary>Replaces files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gives the files and folders back.</summary>
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
