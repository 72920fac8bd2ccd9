namespace ExperimentTracker.Contracts.Stores;

/// <summary>Reports waits for a store that take longer than a second to the thread that waits.</summary>
public static class StoreWaits
{
    /// <summary>Called on this thread only, with a sentence such as <c>Waiting for process 4711 (pwsh), which writes to the store …</c>.</summary>
    [field: ThreadStatic]
    public static Action<string>? Listener { get; set; }

    /// <summary>Calls the listener of this thread, if there is one.</summary>
    public static void Report(string sentence) => Listener?.Invoke(sentence);
}
