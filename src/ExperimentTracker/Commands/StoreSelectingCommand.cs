using System.Management.Automation;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that returns what this process runs for stores: for all of them, or for one.</summary>
public abstract class StoreSelectingCommand : GuardedCommand
{
    /// <summary>Only those of this store: its path or its object.</summary>
    [Parameter(Position = 0)]
    public StoreSource? Store { get; set; }

    /// <summary>Writes those of the store.</summary>
    /// <param name="all">All of this process.</param>
    /// <param name="keyOf">The key of the store's address.</param>
    private protected void WriteSelected<T>(IEnumerable<T> all, Func<T, string> keyOf)
    {
        string? key = Store is null ? null : StoreResolver.AddressOf(Session, Store)?.Key;
        WriteObject(all.Where(each => Store is null || keyOf(each) == key), enumerateCollection: true);
    }
}
