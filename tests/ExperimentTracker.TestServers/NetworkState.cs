namespace ExperimentTracker.TestServers;

/// <summary>What a <see cref="NetworkProxy"/> does with new connections.</summary>
internal enum NetworkState
{
    Passes,
    Swallows,
    Refuses,
}
