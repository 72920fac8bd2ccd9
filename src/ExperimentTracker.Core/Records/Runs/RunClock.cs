namespace ExperimentTracker;

/// <summary>The clock that a running run has its duration from. It is no part of what the run is: two runs are equal whatever their clocks.</summary>
internal readonly struct RunClock(TimeProvider time) : IEquatable<RunClock>
{
    private readonly TimeProvider? time = time;

    public DateTime UtcNow => (time ?? TimeProvider.System).GetUtcNow().UtcDateTime;

    public bool Equals(RunClock other) => true;

    public override bool Equals(object? obj) => obj is RunClock;

    public override int GetHashCode() => 0;
}
