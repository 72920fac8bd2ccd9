using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>Puts right what a check of a store found, as far as that can be done without losing anything.</summary>
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

    /// <summary>What to put right, as Test-ExperimentStore gave it. Without it, all that a check finds.</summary>
    [Parameter(ParameterSetName = FindingSet, Mandatory = true, ValueFromPipeline = true)]
    [DeserializedRecord(typeof(StoreFinding))]
    public StoreFinding[] Finding { get; set; } = [];

    /// <summary>Checks without reading the bytes of contents.</summary>
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
        using var progress = new CareProgressBar(this, $"Checking {store.Path}");
        foreach (StoreFinding finding in store.Care.Check(Quick, progress, Cancellation)) Choose(store, finding);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach ((IExperimentStore store, List<StoreFinding> findings) in chosen)
        {
            using var progress = new CareProgressBar(this, $"Repairing {store.Path}");
            foreach (StoreRepair repair in store.Care.Repair(findings, progress, Cancellation)) WriteObject(repair);
        }
    }

    // What only takes room is not for a repair to speak of, unless it was asked about.
    private void Choose(IExperimentStore store, StoreFinding finding)
    {
        if (!finding.IsRepairable && finding.Severity == FindingSeverity.Information && ParameterSetName == StoreSet) return;
        if (finding.IsRepairable && !ShouldProcess(finding.Message, "Repair")) return;
        if (!chosen.TryGetValue(store, out List<StoreFinding>? findings)) chosen.Add(store, findings = []);
        findings.Add(finding);
    }
}
