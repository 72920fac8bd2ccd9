namespace ExperimentTracker;

/// <summary>The clock that measures the duration of a running run. It does not take part in equality: two runs can be equal and have different clocks.</summary>
internal readonly struct RunClock(TimeProvider time) : IEquatable<RunClock>
{
    private readonly TimeProvider? time = time;

    public DateTime UtcNow => (time ?? TimeProvider.System).GetUtcNow().UtcDateTime;

    public bool Equals(RunClock other) => true;

    public override bool Equals(object? obj) => obj is RunClock;

    public override int GetHashCode() => 0;
}
