using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;
using ExperimentTracker.SweepRuns;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that runs a sweep, with the parameters that share its trials among runspaces and machines.</summary>
public abstract class SweepSharingCommand : SweepDefiningCommand
{
    /// <summary>Sessions on other machines that run the trials, each one at a time. The store is on a server.</summary>
    [Parameter]
    public new PSSession[]? Session { get; set; }

    /// <summary>Machines that run the trials, as <c>user@name:port</c>, in sessions over SSH that are opened for the sweep.</summary>
    [Parameter]
    [Alias("HostName")]
    public string[]? ComputerName { get; set; }

    /// <summary>The number of trials at a time, each in a runspace of its own, or with -ComputerName on each machine. Variables of the caller are <c>$using:name</c> in the block then.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int), Lowest = 1, Highest = 1000)]
    [PSDefaultValue(Help = "1")]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>The sessions that run the trials, or <see langword="null"/> if they run here.</summary>
    private protected SweepSessions? Sessions { get; private set; }

    // A what-if run is in the memory of this process.
    private protected bool HasSessions => (Session is not null || ComputerName is not null) && !IsWhatIfSession;

    /// <summary>The address of the store that is named, or of that of the session.</summary>
    private protected StoreAddress NamedAddress => StoreResolver.AddressOf(base.Session, Store) ?? throw StoreErrors.NoLocation();

    /// <summary>Checks the parameters.</summary>
    /// <param name="isDeferred">Whether no trials are run.</param>
    /// <exception cref="TrackerException"><c>InvalidSweep</c>.</exception>
    private protected void CheckSessions(bool isDeferred)
    {
        if (isDeferred && HasSessions) throw SweepErrors.Invalid(null, "-Defer runs no trials, so it needs no sessions. Give -Session or -ComputerName with -Join.");
        if (ThrottleLimit > 1 && Session is not null) throw SweepErrors.Invalid(null, "Each session runs one trial at a time. For several on a machine, open several sessions to it: New-PSSession -HostName a, a.");
    }

    /// <summary>Opens and checks the sessions, before a run is created or started.</summary>
    /// <param name="address">The store of the sweep.</param>
    /// <exception cref="TrackerException"><c>StoreNotShared</c> or <c>SessionModuleDiffers</c>.</exception>
    private protected void OpenSessions(StoreAddress address)
    {
        if (!address.IsServer) throw SweepErrors.StoreNotShared(address.Text);
        Sessions = new SweepSessions(this);
        Sessions.Prepare(Session ?? [], ComputerName ?? [], ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Sessions?.Dispose();
        base.Dispose(disposing);
    }
}
