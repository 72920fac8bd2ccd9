using System.Management.Automation.Runspaces;
using ExperimentTracker.Contracts.Mirrors;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Mirrors;

/// <summary>A mirror of this process: the runs of a store are sent on to a server while they run.</summary>
public sealed class ExperimentMirror
{
    private readonly IRunMirror mirror;
    private readonly IExperimentStore? own;

    /// <param name="mirror">The mirror.</param>
    /// <param name="own">The handle of the store to close at the end; <see langword="null"/> if it belongs to the session.</param>
    /// <param name="store">The store.</param>
    /// <param name="address">The address of the server.</param>
    /// <param name="session">The session that the mirror ends with.</param>
    internal ExperimentMirror(IRunMirror mirror, IExperimentStore? own, IExperimentStore store, string address, Runspace session)
    {
        (this.mirror, this.own, Address, Session) = (mirror, own, address, session);
        (Store, StoreKey) = (store.Path, store.Address.Key);
    }

    /// <summary>The address of the server.</summary>
    public string Address { get; }

    /// <summary>The address of the store.</summary>
    public string Store { get; }

    /// <summary>Whether the server can be reached.</summary>
    public MirrorState State => mirror.Report.State;

    /// <summary>The number of runs that were sent, complete or in part.</summary>
    public int Runs => mirror.Report.Runs;

    /// <summary>The number of points that were sent.</summary>
    public long Points => mirror.Report.Points;

    /// <summary>When something was last sent, in local time; or <see langword="null"/>.</summary>
    public DateTime? LastSentAt => mirror.Report.LastSentAt?.ToLocalTime();

    /// <summary>The last error; <see langword="null"/> after something was sent.</summary>
    public string? Error => mirror.Report.Error;

    internal string StoreKey { get; }

    internal Runspace Session { get; }

    /// <summary>The store and the address of the server.</summary>
    public override string ToString() => $"{Store} → {Address}";

    /// <summary>Sends what is not sent yet, and ends.</summary>
    /// <returns>Whether everything was sent.</returns>
    internal bool End(TimeSpan longest)
    {
        bool isSent = mirror.Finish(longest);
        mirror.Dispose();
        own?.Dispose();
        return isSent;
    }
}
