using System.Management.Automation;
using ExperimentTracker.Mirrors;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Gets the mirrors of this process: what they have sent, and whether their server can be reached.</summary>
[Cmdlet(VerbsCommon.Get, "ExperimentMirror")]
[OutputType(typeof(ExperimentMirror))]
public sealed class GetExperimentMirrorCommand : GuardedCommand
{
    /// <summary>Only those of this store: its path or its object.</summary>
    [Parameter(Position = 0)]
    public StoreSource? Store { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string? key = Store is null ? null : StoreResolver.AddressOf(Session, Store)?.Key;
        WriteObject(OpenMirrors.All.Where(mirror => Store is null || mirror.StoreKey == key), enumerateCollection: true);
    }
}
