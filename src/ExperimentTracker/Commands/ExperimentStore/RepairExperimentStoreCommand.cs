using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Repairs what a check of a store found, as far as that is possible without losing data.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "ExperimentStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = StoreSet)]
[OutputType(typeof(StoreRepair))]
public sealed class RepairExperimentStoreCommand : TrackerCommand
{
    private const string StoreSet = "Store";
    private const string FindingSet = "Finding";

    private readonly Dictionary<IExperimentStore, List<StoreFinding>> chosen = [];

    /// <summary>The store: its path or its object.</summary>
    [Parameter(ParameterSetName = StoreSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FindingSet)]
    [Alias("Path", "PSPath")]
    public override StoreSource? Store { get; set; }

    /// <summary>The findings to repair, as returned by Test-ExperimentStore. Without it, all findings of a check.</summary>
    [Parameter(ParameterSetName = FindingSet, Mandatory = true, ValueFromPipeline = true)]
    [DeserializedRecord(typeof(StoreFinding))]
    public StoreFinding[] Finding { get; set; } = [];

    /// <summary>Checks without reading the bytes of blobs.</summary>
    [Parameter(ParameterSetName = StoreSet)]
    public SwitchParameter Quick { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == FindingSet)
        {
            foreach (StoreFinding finding in Finding) Choose(StoreOf(RecordOrigins.Of(finding)) ?? ReadStore, finding);
            return;
        }

        IExperimentStore store = StoreResolver.Find(Session, Store, Cancellation);
        using var progress = new MaintenanceProgressBar(this, $"Checking {store.Path}");
        foreach (StoreFinding finding in store.Maintenance.Check(Quick, progress, Cancellation)) Choose(store, finding);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach ((IExperimentStore store, List<StoreFinding> findings) in chosen)
        {
            using var progress = new MaintenanceProgressBar(this, $"Repairing {store.Path}");
            foreach (StoreRepair repair in store.Maintenance.Repair(findings, progress, Cancellation)) WriteObject(repair);
        }
    }

    // Leftovers that only use space are not repaired, unless they were passed explicitly.
    private void Choose(IExperimentStore store, StoreFinding finding)
    {
        if (!finding.IsRepairable && finding.Severity == FindingSeverity.Information && ParameterSetName == StoreSet) return;
        if (finding.IsRepairable && !ShouldProcess(finding.Message, "Repair")) return;
        if (!chosen.TryGetValue(store, out List<StoreFinding>? findings)) chosen.Add(store, findings = []);
        findings.Add(finding);
    }
}
