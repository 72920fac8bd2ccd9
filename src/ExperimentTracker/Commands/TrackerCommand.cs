using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that works on one store.</summary>
public abstract class TrackerCommand : GuardedCommand
{
    private IExperimentStore? store;

    /// <summary>The store: its path or its object.</summary>
    [Parameter]
    public StoreSource? Store { get; set; }

    /// <summary>The store, which must exist.</summary>
    /// <exception cref="TrackerException"><c>StoreNotFound</c> and what opening gives.</exception>
    private protected IExperimentStore ReadStore => store ??= StoreResolver.Find(Session, Store, Cancellation);

    /// <summary>The store, which is created if need be; the user is told.</summary>
    private protected IExperimentStore WriteStore => store ??= StoreResolver.FindOrCreate(Session, Store, SayCreated, Cancellation);
}
