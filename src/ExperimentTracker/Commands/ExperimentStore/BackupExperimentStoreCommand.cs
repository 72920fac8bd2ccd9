using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Errors;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Progress;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Copies a snapshot of a store, while others write to it, and verifies the copy.</summary>
[Cmdlet(VerbsData.Backup, "ExperimentStore", SupportsShouldProcess = true)]
[OutputType(typeof(StoreBackup))]
public sealed class BackupExperimentStoreCommand : TrackerCommand
{
    /// <summary>The folder to create.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Destination")]
    public string Path { get; set; } = "";

    /// <summary>The store: its path or its object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public override StoreSource? Store { get; set; }

    /// <summary>Replaces an earlier backup of the same store.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = StoreResolver.Find(Session, Store, Cancellation);
        string folder = System.IO.Path.TrimEndingDirectorySeparator(FilePaths.Literal(Session, Path));
        if (!ShouldProcess($"{store.Path} to {folder}", "Back up")) return;
        using var progress = new MaintenanceProgressBar(this, $"Backing up {store.Path}");
        StoreBackup backup = store.Maintenance.Backup(folder, Force, progress, Cancellation);
        foreach (StoreFinding damage in backup.Damaged) WriteError(MaintenanceErrors.BackupIncomplete(backup.Path, damage).ToErrorRecord());
        WriteObject(backup);
    }
}
