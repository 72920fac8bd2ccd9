namespace ExperimentTracker.Contracts.Stores;

/// <summary>Tells whoever works on this thread what a store waits for, when that takes longer than a second.</summary>
public static class StoreWaits
{
    /// <summary>Told, on this thread only, a sentence such as <c>Waiting for process 4711 (pwsh), which writes to the store …</c>.</summary>
    [field: ThreadStatic]
    public static Action<string>? Listener { get; set; }

    /// <summary>Tells the listener of this thread, if there is one.</summary>
    public static void Report(string sentence) => Listener?.Invoke(sentence);
}
