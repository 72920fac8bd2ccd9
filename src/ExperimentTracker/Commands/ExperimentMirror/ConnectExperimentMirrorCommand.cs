using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;
using ExperimentTracker.Mirrors;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Commands;

/// <summary>Sends the runs of a store on to an MLflow server while they run.</summary>
[Cmdlet(VerbsCommunications.Connect, "ExperimentMirror")]
[OutputType(typeof(ExperimentMirror))]
public sealed class ConnectExperimentMirrorCommand : TrackerCommand
{
    /// <summary>The address of the server: http:// or https://.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public Uri? Address { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if (Address is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo.Length: 0 }) throw TransferErrors.MirrorAddressInvalid();
        IExperimentStore store = WriteStore;

        // The session may close its store. One in memory, and one whose login only the session has, cannot be opened again.
        IExperimentStore? own = null;
        try
        {
            own = store.IsInMemory ? null : StoreEngines.Open(store.Address, StoreOpening.Existing, Cancellation);
        }
        catch (TrackerException e) when (e.ErrorId == "StoreLoginFailed")
        {
            own = null;
        }

        var mirror = new ExperimentMirror(ForeignFormats.Mirrors().OpenMirror(own ?? store, Address.AbsoluteUri), own, store, Address.AbsoluteUri, Runspace.DefaultRunspace);
        OpenMirrors.Add(mirror);
        base.WriteObject(mirror, enumerateCollection: false);
    }
}
