using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Takes away, for good, what was removed, and gives its room back.</summary>
[Cmdlet(VerbsCommon.Optimize, "ExperimentStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CollectionSummary))]
public sealed class OptimizeExperimentStoreCommand : StoreMaintenanceCommand
{
    /// <summary>Only what was removed at or before this moment.</summary>
    [Parameter]
    public DateTime? RemovedBefore { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = Target;
        long? before = RemovedBefore is { } moment ? UtcTicks.From(moment) : null;
        CollectionSummary weight = store.Maintenance.EstimateCollection(before, Cancellation);
        if (!ShouldProcess($"{store.Path} ({weight})", "Collect what was removed")) return;
        using MaintenanceProgressBar progress = NewProgress("Optimizing", store);
        CollectionSummary outcome = store.Maintenance.Collect(before, progress, Cancellation);
        if (outcome.IsPostponed) WriteWarning("A backup of the store is being made. Contents that nothing names stay until the store is optimized again.");
        WriteObject(outcome);
    }
}
