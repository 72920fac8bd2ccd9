namespace ExperimentTracker.Web.Reading;

/// <summary>The server's handle of the store. When the store was removed or replaced, it is opened again by the next use.</summary>
internal sealed class StoreHandle(IExperimentStore store, Func<CancellationToken, IExperimentStore>? open) : IDisposable
{
    private readonly object gate = new();
    private IExperimentStore current = store;

    /// <summary>The store.</summary>
    /// <exception cref="TrackerException">The store is gone, or cannot be opened.</exception>
    public IExperimentStore Get(CancellationToken cancellation)
    {
        lock (gate)
        {
            if (open is null || current.IsUsable) return current;
            IExperimentStore opened = open(cancellation);
            current.Dispose();
            return current = opened;
        }
    }

    /// <summary>Closes the handle, unless it belongs to the session.</summary>
    public void Dispose()
    {
        lock (gate) if (open is not null) current.Dispose();
    }
}
