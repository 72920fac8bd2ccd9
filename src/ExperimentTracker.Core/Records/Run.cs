using System.Globalization;

namespace ExperimentTracker;

/// <summary>One execution of an experiment, as it was when it was read; <c>Get-Run</c> reads it again.</summary>
public sealed record Run
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The name of its experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>The name of its project.</summary>
    public required string Project { get; init; }

    /// <summary>The namespace (relpath) within the experiment, <c>/</c>-separated; <c>''</c> is the root.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The number within (experiment, namespace), from 0, never reused.</summary>
    public required long Number { get; init; }

    /// <summary>The name; <c>run-</c> and the <see cref="Uid"/> when none was given. Names of runs may repeat.</summary>
    public required string Name { get; init; }

    /// <summary>Where the run is in its life.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>What the run is about, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>Why it ended as it did: the error's text when it failed, the reason when it was cancelled or killed.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The id of the run that spawned it, or <see langword="null"/>.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>The id of its trial, or <see langword="null"/> for the experiment's default trial.</summary>
    public string? TrialId { get; init; }

    /// <summary>The name of its trial, or <see langword="null"/> for the experiment's default trial.</summary>
    public string? Trial { get; init; }

    /// <summary>The hash of the parameters it started with (see <see cref="ExperimentTracker.ParameterHash"/>), or the caller's own value.</summary>
    public string? ParameterHash { get; init; }

    /// <summary>The W3C trace id it belongs to, or <see langword="null"/>.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span id it belongs to, or <see langword="null"/>.</summary>
    public string? SpanId { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it first started, in local time, or <see langword="null"/> while it is pending. Resuming keeps it.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When it ended, in local time, or <see langword="null"/> while it has not.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>When it was last changed, in local time.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When it was removed, in local time, or <see langword="null"/> while it is live.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary>How often its process was asked to say that it lives, or <see langword="null"/> when it was not.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>When its process last said that it lives, in local time.</summary>
    public DateTime? HeartbeatAt { get; init; }

    /// <summary>Where and by what it was started.</summary>
    public RunOrigin Origin { get; init; } = RunOrigin.Unknown;

    /// <summary>Its parameters by name.</summary>
    public NamedValues Parameters { get; init; } = NamedValues.Empty;

    /// <summary>The last value of each of its metrics, by <see cref="Metric.Name"/>: plain doubles.</summary>
    public NamedValues Metrics { get; init; } = NamedValues.Empty;

    /// <summary>The kept statistics of each of its metrics, by <see cref="Metric.Name"/>: <see cref="Metric"/> records, whose RunId is the same string object as <see cref="Id"/>.</summary>
    public NamedValues MetricStatistics { get; init; } = NamedValues.Empty;

    /// <summary>Its tags; a bare tag has no value.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>The number, zero-padded to three digits or more.</summary>
    public string Uid => Number.ToString("000", CultureInfo.InvariantCulture);

    /// <summary>The form of the id that people type.</summary>
    public string ShortId => RecordId.Shorten(Id);

    /// <summary>Where it is found: <c>experiment/012</c> or <c>experiment/namespace/012</c>.</summary>
    public string Path => Namespace.Length == 0 ? $"{Experiment}/{Uid}" : $"{Experiment}/{Namespace}/{Uid}";

    /// <summary>From start to end, or to now while it runs; <see langword="null"/> before it started.</summary>
    public TimeSpan? Duration =>
        StartedAt is not { } start ? null
        : EndedAt is { } end ? end.ToUniversalTime() - start.ToUniversalTime()
        : Status == RunStatus.Running ? DateTime.UtcNow - start.ToUniversalTime()
        : null;

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
