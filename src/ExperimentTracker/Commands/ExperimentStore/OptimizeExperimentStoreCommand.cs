using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>Takes away, for good, what was removed, and gives its room back.</summary>
[Cmdlet(VerbsCommon.Optimize, "ExperimentStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CollectionSummary))]
public sealed class OptimizeExperimentStoreCommand : StoreCareCommand
{
    /// <summary>Only what was removed at or before this moment.</summary>
    [Parameter]
    public DateTime? RemovedBefore { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = Target;
        long? before = RemovedBefore is { } moment ? UtcTicks.From(moment) : null;
        CollectionSummary weight = store.Care.Weigh(before, Cancellation);
        if (!ShouldProcess($"{store.Path} ({weight})", "Collect what was removed")) return;
        using CareProgressBar progress = NewProgress("Optimizing", store);
        CollectionSummary taken = store.Care.Collect(before, progress, Cancellation);
        if (taken.IsPostponed) WriteWarning("A backup of the store is being made. Contents that nothing names stay until the store is optimized again.");
        WriteObject(taken);
    }
}
