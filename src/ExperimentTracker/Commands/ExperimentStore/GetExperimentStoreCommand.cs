using System.Management.Automation;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Describes a store: what it holds, how large it is, where it is, and the versions of its schema and of SQLite.</summary>
[Cmdlet(VerbsCommon.Get, "ExperimentStore")]
[OutputType(typeof(StoreInfo))]
public sealed class GetExperimentStoreCommand : GuardedCommand
{
    /// <summary>The folder of the store; without it, the store that would be used.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "Store")]
    public StoreSource? Path { get; set; }

    /// <inheritdoc/>
    protected override void Process() => WriteObject(StoreResolver.Find(Session, Path, Cancellation).Describe(Cancellation));
}
