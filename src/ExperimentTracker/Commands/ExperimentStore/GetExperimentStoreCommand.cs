using System.Management.Automation;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Describes a store: its content, its size, its location, and the versions of its schema and of SQLite.</summary>
[Cmdlet(VerbsCommon.Get, "ExperimentStore")]
[OutputType(typeof(StoreInfo))]
public sealed class GetExperimentStoreCommand : GuardedCommand
{
    /// <summary>The folder of the store; defaults to the store that the session uses.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "Store")]
    public StoreSource? Path { get; set; }

    /// <inheritdoc/>
    protected override void Process() => WriteObject(StoreResolver.Find(Session, Path, Cancellation).Describe(Cancellation));
}
