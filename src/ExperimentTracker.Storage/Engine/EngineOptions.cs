namespace ExperimentTracker.Storage.Engine;

/// <summary>What an engine takes from outside. Each of its stores and connections carries it, so that nothing of it is shared by a whole process.</summary>
internal sealed record EngineOptions
{
    /// <summary>Those of an engine that is used and not tested.</summary>
    public static EngineOptions Default { get; } = new();

    /// <summary>The clock that times are taken from and waits are measured by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gives the kind of the network file system that a folder is on, or <see langword="null"/>.</summary>
    public Func<string, string?> NetworkOf { get; init; } = NetworkFolders.KindOf;

    /// <summary>Told each of <see cref="Milestones"/> that is passed, on the thread that passes it; <see langword="null"/> when nobody listens.</summary>
    public Action<string>? MilestoneListener { get; init; }

    /// <summary>Tells the listener that a milestone is passed. Without one it costs a comparison.</summary>
    public void Reached(string milestone) => MilestoneListener?.Invoke(milestone);
}
