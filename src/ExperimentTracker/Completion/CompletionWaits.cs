using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Completion;

/// <summary>Limits how long a completion waits: a prompt that does not respond is worse than no completions.</summary>
internal static class CompletionWaits
{
    /// <summary>The longest wait for other processes that use the same store.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait for a server.</summary>
    private static readonly TimeSpan LongestOfServer = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Reads from a store. A trip to a server cannot be cancelled while the network does not answer, so it is made on another thread, and left there when it takes
    /// too long: there are no completions then. What is read must not use the session.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="read">Reads.</param>
    /// <param name="timeout">The source of the token that <paramref name="read"/> observes.</param>
    public static List<T> Read<T>(IExperimentStore store, Func<List<T>> read, CancellationTokenSource timeout)
    {
        if (!store.Address.IsServer) return read();
        Task<List<T>> reading = Task.Run(read);
        if (reading.Wait(LongestOfServer)) return reading.Result;
        timeout.Cancel();
        return [];
    }
}
