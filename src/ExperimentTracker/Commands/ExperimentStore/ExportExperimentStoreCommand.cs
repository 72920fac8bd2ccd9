using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;
using ExperimentTracker.Stores;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Writes a whole store to a JSON file, or to a folder with a JSON file and the blobs of artifacts.</summary>
[Cmdlet(VerbsData.Export, "ExperimentStore", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class ExportExperimentStoreCommand : TrackerCommand
{
    private const string Activity = "Exporting the experiment store";

    /// <summary>The file or folder to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The format; defaults to JSON for a path that ends in .json, and to a folder otherwise.</summary>
    [Parameter]
    public ExportForm? As { get; set; }

    /// <summary>Replaces an existing export.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void End()
    {
        string path = FilePaths.Literal(Session, Path);
        ExportForm form = As ?? (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ExportForm.Json : ExportForm.Folder);
        IExperimentStore store = ReadStore;
        if (!ShouldProcess(path, $"Export the store {store.Path} as {form}")) return;
        using ITransferSource source = store.Transfer.AsSource(Cancellation);
        if (form == ExportForm.Json) WriteFile(source, path);
        else WriteFolder(source, path);
    }

    private void WriteFile(ITransferSource source, string path)
    {
        using (var progress = new RecordProgress(this, Activity)) StoreExport.ToFile(source, path, Force, progress, Cancellation);
        if (source.Contents(Cancellation) is { Count: > 0 } contents)
        {
            WriteWarning($"The contents of {contents.Count} artifacts ({ByteSize.Format(contents.Values.Sum())}) are not in the JSON. Use -As Folder to include them.");
        }

        base.WriteObject(new FileInfo(path));
    }

    private void WriteFolder(ITransferSource source, string path)
    {
        using var progress = new RecordProgress(this, Activity);
        using var bytes = new ByteProgress(this, Activity, "Contents", source.Contents(Cancellation).Values.Sum());
        foreach (string digest in StoreExport.ToFolder(source, path, Force, progress, bytes, Cancellation))
        {
            WriteWarning($"The content {digest} is missing or damaged and was omitted. Test-Artifact reports the artifact that it belongs to.");
        }

        base.WriteObject(new DirectoryInfo(path));
    }
}

/// <summary>The formats of Export-ExperimentStore.</summary>
public enum ExportForm
{
    /// <summary>One JSON file with all records.</summary>
    Json,

    /// <summary>A folder with the JSON file and the blobs of the artifacts.</summary>
    Folder,
}
