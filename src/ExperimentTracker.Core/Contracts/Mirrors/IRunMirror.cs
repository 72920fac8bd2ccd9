using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Contracts.Mirrors;

/// <summary>Starts mirrors.</summary>
public interface IRunMirrors
{
    /// <summary>Starts to send the runs of a store to an MLflow server: those that are running, and those that start later.</summary>
    /// <param name="store">The store, which the mirror only reads, and does not close.</param>
    /// <param name="address">The address of the server.</param>
    IRunMirror OpenMirror(IExperimentStore store, string address);
}

/// <summary>Sends the runs of a store on to a server of another program while they run, from a thread of its own that reads the store. It never writes to the store.</summary>
public interface IRunMirror : IDisposable
{
    /// <summary>What was sent, and whether the server can be reached.</summary>
    MirrorReport Report { get; }

    /// <summary>Sends what is not sent yet, and ends.</summary>
    /// <param name="longest">The longest time that this takes; then the rest is not sent.</param>
    /// <returns>Whether everything was sent.</returns>
    bool Finish(TimeSpan longest);
}

/// <summary>What a mirror has sent.</summary>
public sealed record MirrorReport
{
    /// <summary>Whether the server can be reached.</summary>
    public MirrorState State { get; init; }

    /// <summary>The number of runs that were sent, complete or in part.</summary>
    public int Runs { get; init; }

    /// <summary>The number of points that were sent.</summary>
    public long Points { get; init; }

    /// <summary>When something was last sent, in UTC; or <see langword="null"/>.</summary>
    public DateTime? LastSentAt { get; init; }

    /// <summary>The last error; <see langword="null"/> after something was sent.</summary>
    public string? Error { get; init; }
}

/// <summary>Whether a mirror can send.</summary>
public enum MirrorState
{
    /// <summary>Everything that the store has is sent, or being sent.</summary>
    Connected = 0,

    /// <summary>The server cannot be reached, or the store cannot be read. What is not sent stays in the store, and is sent later.</summary>
    Waiting = 1,

    /// <summary>It was ended.</summary>
    Stopped = 2,
}
