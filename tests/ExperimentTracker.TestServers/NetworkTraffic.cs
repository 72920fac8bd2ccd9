namespace ExperimentTracker.TestServers;

/// <summary>What went through a <see cref="NetworkProxy"/>. The difference of two is what went through between them.</summary>
/// <param name="Connections">The connections that clients opened.</param>
/// <param name="RoundTrips">
/// How often a client sent something first or after an answer, summed over the connections: its waits for the network, unless it sends more before the
/// whole answer is there, as a long batch does.
/// </param>
/// <param name="BytesToServer">The bytes that clients sent.</param>
/// <param name="BytesToClients">The bytes that the server sent.</param>
public readonly record struct NetworkTraffic(long Connections, long RoundTrips, long BytesToServer, long BytesToClients)
{
    /// <summary>What went through between two moments.</summary>
    public static NetworkTraffic operator -(NetworkTraffic later, NetworkTraffic earlier) => new(
        later.Connections - earlier.Connections, later.RoundTrips - earlier.RoundTrips,
        later.BytesToServer - earlier.BytesToServer, later.BytesToClients - earlier.BytesToClients);
}
