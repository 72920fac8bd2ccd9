using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Progress;

namespace ExperimentTracker.Commands;

/// <summary>Checks a store and changes nothing; a sound store has no findings.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ExperimentStore")]
[OutputType(typeof(StoreFinding), typeof(bool))]
public sealed class TestExperimentStoreCommand : StoreMaintenanceCommand
{
    /// <summary>Leaves the bytes of contents unread, and looks at their presence and size alone.</summary>
    [Parameter]
    public SwitchParameter Quick { get; set; }

    /// <summary>Gives just true or false: whether nothing was found but what takes room.</summary>
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
