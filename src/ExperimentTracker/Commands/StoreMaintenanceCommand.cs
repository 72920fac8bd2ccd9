using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet for the maintenance of a whole store, which is its first argument.</summary>
public abstract class StoreMaintenanceCommand : TrackerCommand
{
    /// <summary>The store: its path or its object.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "PSPath")]
    public override StoreSource? Store { get; set; }

    /// <summary>The store of this pipeline object; each piped store is looked up.</summary>
    private protected IExperimentStore Target => Using(StoreResolver.Find(Session, Store, Cancellation));

    private protected MaintenanceProgressBar NewProgress(string doing, IExperimentStore store) => new(this, $"{doing} {store.Path}");
}
