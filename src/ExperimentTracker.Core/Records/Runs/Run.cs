using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>One execution of an experiment: a snapshot of the time it was read. <c>Get-Run</c> reads it again.</summary>
public sealed record Run : RunSettings
{
    private readonly RunClock clock;

    /// <summary>Creates an empty run.</summary>
    public Run()
    {
    }

    /// <summary>Creates an empty run of a store with this clock.</summary>
    public Run(TimeProvider time) => clock = new RunClock(time);

    /// <summary>Creates a run from its settings.</summary>
    public Run(RunSettings settings)
        : base(settings)
    {
    }

    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name of its experiment.</summary>
    [Derived]
    public required string Experiment { get; init; }

    /// <summary>The name of its project.</summary>
    [Derived]
    public required string Project { get; init; }

    /// <summary>The namespace within the experiment, <c>/</c>-separated; <c>''</c> is the root.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The number within (experiment, namespace), from 0, never reused.</summary>
    public required long Number { get; init; }

    /// <summary>The name; <c>run-</c> and the <see cref="Uid"/> when none was given. Names of runs may repeat.</summary>
    public required string Name { get; init; }

    /// <summary>The status.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it ended: the message of the error if it failed, the reason if it was cancelled or killed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The details of the error that ended it.</summary>
    public RunError Error { get; init; } = RunError.None;

    /// <summary>The full name of the type of the exception that ended it.</summary>
    public string? ErrorType => Error.Type;

    /// <summary>The FullyQualifiedErrorId of the error that ended it.</summary>
    public string? ErrorId => Error.Id;

    /// <summary>The script stack trace of the error that ended it.</summary>
    public string? ScriptStackTrace => Error.ScriptStackTrace;

    /// <summary>The id of its parent run, or <see langword="null"/>.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>The id of its trial, or <see langword="null"/> for the experiment's default trial.</summary>
    public string? TrialId { get; init; }

    /// <summary>The name of its trial, or <see langword="null"/> for the experiment's default trial.</summary>
    [Derived]
    public string? Trial { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>When it first started, in local time, or <see langword="null"/> while it is pending. Resuming keeps it.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary><see cref="StartedAt"/> in UTC.</summary>
    public DateTime? StartedAtUtc => StartedAt?.ToUniversalTime();

    /// <summary>When it ended, in local time, or <see langword="null"/> while it has not.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary><see cref="EndedAt"/> in UTC.</summary>
    public DateTime? EndedAtUtc => EndedAt?.ToUniversalTime();

    /// <summary>When it was last changed, in local time.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary><see cref="UpdatedAt"/> in UTC.</summary>
    public DateTime UpdatedAtUtc => UpdatedAt.ToUniversalTime();

    /// <summary>When it was removed, in local time, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary><see cref="RemovedAt"/> in UTC.</summary>
    public DateTime? RemovedAtUtc => RemovedAt?.ToUniversalTime();

    /// <summary>When its last heartbeat was recorded, in local time.</summary>
    public DateTime? HeartbeatAt { get; init; }

    /// <summary><see cref="HeartbeatAt"/> in UTC.</summary>
    public DateTime? HeartbeatAtUtc => HeartbeatAt?.ToUniversalTime();

    /// <summary>
    /// The time until which it is known to be running, in local time, if its store is a copy that was made meanwhile; otherwise <see langword="null"/>. Whether
    /// it still runs, the original store knows.
    /// </summary>
    [Derived]
    public DateTime? RunningAsOf { get; init; }

    /// <summary><see cref="RunningAsOf"/> in UTC.</summary>
    public DateTime? RunningAsOfUtc => RunningAsOf?.ToUniversalTime();

    /// <summary>The last value of each of its metrics, by <see cref="Metric.Name"/>: plain doubles.</summary>
    [Derived]
    public NamedValues Metrics { get; init; } = NamedValues.Empty;

    /// <summary>
    /// The statistics of each of its metrics, by <see cref="Metric.Name"/>: <see cref="Metric"/> records, whose RunId is the same string object as
    /// <see cref="Id"/>.
    /// </summary>
    [Derived]
    public NamedValues MetricStatistics { get; init; } = NamedValues.Empty;

    /// <summary>The number, padded with zeros to at least three digits.</summary>
    public string Uid => Number.ToString("000", CultureInfo.InvariantCulture);

    /// <summary>The short form of the id, for display and input.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>The path: <c>experiment/012</c> or <c>experiment/namespace/012</c>.</summary>
    public string Path => Namespace.Length == 0 ? $"{Experiment}/{Uid}" : $"{Experiment}/{Namespace}/{Uid}";

    /// <summary>
    /// The time from start to end, or to now while it is running; <see langword="null"/> before it started. It is never negative: it is zero if the clock was
    /// set back to a time before the start.
    /// </summary>
    public TimeSpan? Duration =>
        StartedAtUtc is not { } start ? null
        : EndedAtUtc is { } end ? Between(start, end)
        : Status == RunStatus.Running ? Between(start, RunningAsOfUtc ?? clock.UtcNow)
        : null;

    private static TimeSpan Between(DateTime start, DateTime end) => end > start ? end - start : TimeSpan.Zero;

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
