using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;

namespace ExperimentTracker.Commands;

/// <summary>Checks a store without changing it. A store without problems has no findings.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ExperimentStore")]
[OutputType(typeof(StoreFinding), typeof(bool))]
public sealed class TestExperimentStoreCommand : StoreMaintenanceCommand
{
    /// <summary>Does not read the bytes of blobs; checks only that they exist, and their size.</summary>
    [Parameter]
    public SwitchParameter Quick { get; set; }

    /// <summary>Returns only true or false: whether there are no findings, except leftovers that use space.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = Target;
        using MaintenanceProgressBar progress = NewProgress("Checking", store);
        IEnumerable<StoreFinding> findings = store.Maintenance.Check(Quick, progress, Cancellation);
        if (Quiet)
        {
            WriteObject(!findings.Any(f => f.Severity > FindingSeverity.Information));
            return;
        }

        int count = 0;
        foreach (StoreFinding finding in findings)
        {
            WriteObject(finding);
            count++;
        }

        WriteVerbose($"Checked {store.Path}{(Quick ? ", without the bytes of contents" : "")}: {(count == 0 ? "nothing was found" : $"{count} found")}.");
    }
}
