using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;
using ExperimentTracker.Stores;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Writes a whole store to a JSON file, or to a folder of one and the contents of its artifacts.</summary>
[Cmdlet(VerbsData.Export, "ExperimentStore", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class ExportExperimentStoreCommand : TrackerCommand
{
    private const string Activity = "Exporting the experiment store";

    /// <summary>The file or folder to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>What to write; without it, JSON to a path that ends in .json, and else a folder.</summary>
    [Parameter]
    public ExportForm? As { get; set; }

    /// <summary>Replaces an export that is there.</summary>
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
            WriteWarning($"The contents of {contents.Count} artifacts ({ByteSize.Format(contents.Values.Sum())}) are not in the JSON. Use -As Folder to take them along.");
        }

        base.WriteObject(new FileInfo(path));
    }

    private void WriteFolder(ITransferSource source, string path)
    {
        using var progress = new RecordProgress(this, Activity);
        using var bytes = new ByteProgress(this, Activity, "Contents", source.Contents(Cancellation).Values.Sum());
        foreach (string digest in StoreExport.ToFolder(source, path, Force, progress, bytes, Cancellation))
        {
            WriteWarning($"The content {digest} is missing or damaged and was left out. Test-Artifact names what it belongs to.");
        }

        base.WriteObject(new DirectoryInfo(path));
    }
}

/// <summary>What Export-ExperimentStore writes.</summary>
public enum ExportForm
{
    /// <summary>One JSON file with all records.</summary>
    Json,

    /// <summary>A folder: the JSON file, and the contents of the artifacts.</summary>
    Folder,
}
