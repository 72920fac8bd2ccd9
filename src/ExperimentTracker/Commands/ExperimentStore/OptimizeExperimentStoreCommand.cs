using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Progress;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Removes runs according to the retention policies of their experiments, deletes records that were removed before permanently, and frees their space.</summary>
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
        (long runs, long artifacts) = Retire(store);
        long before = UtcTicks.From(RemovedBefore ?? (store.Time.GetUtcNow() - Grace).UtcDateTime);
        CollectionSummary weight = store.Maintenance.EstimateCollection(before, Cancellation);
        if (!ShouldProcess($"{store.Path} ({weight})", "Delete removed records")) return;
        using MaintenanceProgressBar progress = NewProgress("Optimizing", store);
        CollectionSummary outcome = store.Maintenance.Collect(before, progress, Cancellation);
        if (outcome.IsPostponed) WriteWarning("A backup, an export or a merge of the store is running. What it may need is kept until the store is optimized again.");
        WriteObject(outcome with { RetiredRuns = runs, RetiredArtifacts = artifacts });
    }

    // A policy that cannot be applied is an error, and the others are applied.
    private (long Runs, long Artifacts) Retire(IExperimentStore store)
    {
        (long runs, long artifacts) = (0, 0);
        var retention = new Retention(store, Cancellation);
        ForEach(Retention.Policies(store, store.Experiments.Query(new(), Cancellation), Cancellation), read =>
        {
            RetentionPolicy policy = read();
            RetentionPlan plan = retention.Plan(policy, Cancellation);
            foreach (RetentionDecision decision in plan.Decisions) WriteVerbose(DisplayText.Text($"Run {decision}"));
            if (plan.IsEmpty || !ShouldProcess($"experiment '{policy.Experiment}' of {store.Path}: {plan.Weight}", $"Remove {(policy.ArtifactsOnly ? "artifacts" : "runs")} that the retention policy does not keep")) return;
            int removed = retention.Apply(plan, Cancellation);
            if (policy.ArtifactsOnly) artifacts += removed;
            else runs += removed;
        });
        return (runs, artifacts);
    }
}
