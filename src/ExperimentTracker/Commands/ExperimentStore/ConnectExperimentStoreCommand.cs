using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Connects this session to a store, which is created if need be; cmdlets use it until it is disconnected.</summary>
[Cmdlet(VerbsCommunications.Connect, "ExperimentStore", DefaultParameterSetName = PathSet)]
[OutputType(typeof(StoreInfo))]
public sealed class ConnectExperimentStoreCommand : GuardedCommand
{
    private const string PathSet = "Path";
    private const string MemorySet = "InMemory";

    /// <summary>The folder of the store; without it, the store that would be used anyway.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "Store")]
    public StoreSource? Path { get; set; }

    /// <summary>Creates a store in memory, which leaves nothing behind.</summary>
    [Parameter(ParameterSetName = MemorySet, Mandatory = true)]
    public SwitchParameter InMemory { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = InMemory
            ? OpenStores.CreateInMemory()
            : StoreResolver.FindOrCreate(Session, Path, SayCreated, Cancellation);
        State.Connected = store;
        WriteObject(store.Describe(Cancellation));
    }
}
