namespace ExperimentTracker.Storage.Engine;

/// <summary>The options of an engine. Each of its stores and connections has them, so that nothing is shared by a whole process.</summary>
internal sealed record EngineOptions
{
    /// <summary>The options of an engine in production.</summary>
    public static EngineOptions Default { get; } = new();

    /// <summary>The clock for timestamps and timeouts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Returns the kind of the network file system of a folder, or <see langword="null"/>.</summary>
    public Func<string, string?> NetworkOf { get; init; } = NetworkFolders.KindOf;

    /// <summary>
    /// How long bytes may be in an object store before the commit that refers to them. It must be longer than the longest upload: a garbage collection deletes
    /// what is older and not referred to.
    /// </summary>
    public TimeSpan BlobGrace { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a server that was reached before is tried again when the connection is lost: one that restarts is back by then.</summary>
    public TimeSpan ServerPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a process that has runs on a server says that it lives.</summary>
    public TimeSpan BeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The silence after which such a process is taken for ended, if it holds no lock of the server either.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Receives each fault point of <see cref="FaultPoints"/> that is reached, on its thread; or <see langword="null"/>.</summary>
    public Action<string>? FaultPointListener { get; init; }

    /// <summary>Reports a fault point to the listener. Without one it costs a comparison.</summary>
    public void Reached(string faultPoint) => FaultPointListener?.Invoke(faultPoint);
}
