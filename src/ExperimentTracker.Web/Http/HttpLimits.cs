namespace ExperimentTracker.Web.Http;

/// <summary>What a client may take of the server.</summary>
internal sealed record HttpLimits
{
    /// <summary>The most connections at a time. Further ones are closed.</summary>
    public int MostConnections { get; init; } = 1000;

    /// <summary>The largest body that is kept in memory, in bytes. A larger one is refused, unless the server lets it be written to a file.</summary>
    public int LargestBody { get; init; } = 1024 * 1024;

    /// <summary>The longest time until a request is received, from the end of the one before; of an upload, until the next of its bytes are.</summary>
    public TimeSpan LongestRequest { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>The longest time in which a client may read nothing of an answer.</summary>
    public TimeSpan LongestWrite { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time until a client closes a connection that the server has closed.</summary>
    public TimeSpan LongestClose { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many bytes of such a client are discarded.</summary>
    public long MostDiscarded { get; init; } = 4 * 1024 * 1024;
}
