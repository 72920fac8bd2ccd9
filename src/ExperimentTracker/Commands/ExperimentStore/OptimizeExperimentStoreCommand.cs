using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Deletes removed records permanently and frees their space.</summary>
[Cmdlet(VerbsCommon.Optimize, "ExperimentStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CollectionSummary))]
public sealed class OptimizeExperimentStoreCommand : StoreMaintenanceCommand
{
    /// <summary>Only records that were removed at or before this time.</summary>
    [Parameter]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? RemovedBefore { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = Target;
        long? before = RemovedBefore is { } time ? UtcTicks.From(time) : null;
        CollectionSummary weight = store.Maintenance.EstimateCollection(before, Cancellation);
        if (!ShouldProcess($"{store.Path} ({weight})", "Delete removed records")) return;
        using MaintenanceProgressBar progress = NewProgress("Optimizing", store);
        CollectionSummary outcome = store.Maintenance.Collect(before, progress, Cancellation);
        if (outcome.IsPostponed) WriteWarning("A backup of the store is running. Unreferenced blobs are kept until the store is optimized again.");
        WriteObject(outcome);
    }
}
