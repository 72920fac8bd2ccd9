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
    // Long enough to notice that the wrong record was removed.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    /// <summary>Only records that were removed at or before this time; defaults to seven days ago.</summary>
    [Parameter]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? RemovedBefore { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = Target;
        long before = UtcTicks.From(RemovedBefore ?? (store.Time.GetUtcNow() - Grace).UtcDateTime);
        CollectionSummary weight = store.Maintenance.EstimateCollection(before, Cancellation);
        if (!ShouldProcess($"{store.Path} ({weight})", "Delete removed records")) return;
        using MaintenanceProgressBar progress = NewProgress("Optimizing", store);
        CollectionSummary outcome = store.Maintenance.Collect(before, progress, Cancellation);
        if (outcome.IsPostponed) WriteWarning("A backup, an export or a merge of the store is running. What it may need is kept until the store is optimized again.");
        WriteObject(outcome);
    }
}
