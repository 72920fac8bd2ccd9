using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>A run with all that was measured in it.</summary>
public sealed record TransferRun : TransferItem
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The id of its trial, or <see langword="null"/> for the default one.</summary>
    public string? TrialId { get; init; }

    /// <summary>The id of the run that spawned it.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>The namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The number in experiment and namespace; <see langword="null"/> takes the next one.</summary>
    public long? Number { get; init; }

    /// <summary>The name, or <see langword="null"/> to have one made of the number.</summary>
    public string? Name { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>Why it ended as it did.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The parameter hash.</summary>
    public string? ParameterHash { get; init; }

    /// <summary>The W3C trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span id.</summary>
    public string? SpanId { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it first started.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When it was removed.</summary>
    public DateTime? RemovedAt { get; init; }

    /// <summary>Where and by what it was started.</summary>
    public RunOrigin Origin { get; init; } = RunOrigin.Unknown;

    /// <summary>Its parameters.</summary>
    public NamedValues Parameters { get; init; } = NamedValues.Empty;

    /// <summary>Its tags.</summary>
    public IReadOnlyList<TransferTag> Tags { get; init; } = [];

    /// <summary>The changes of its status, oldest first.</summary>
    public IReadOnlyList<TransferStatusChange> History { get; init; } = [];

    /// <summary>Its epochs.</summary>
    public IReadOnlyList<TransferEvaluation> Epochs { get; init; } = [];

    /// <summary>Its results.</summary>
    public IReadOnlyList<TransferEvaluation> Results { get; init; } = [];

    /// <summary>Its log.</summary>
    public IReadOnlyList<TransferLog> Logs { get; init; } = [];

    /// <summary>Its metrics.</summary>
    public IReadOnlyList<TransferSeries> Metrics { get; init; } = [];
}

/// <summary>One change of a run's status.</summary>
/// <param name="From">The status before, or <see langword="null"/> for the first.</param>
/// <param name="To">The status after.</param>
/// <param name="ChangedAt">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who.</param>
public sealed record TransferStatusChange(RunStatus? From, RunStatus To, DateTime ChangedAt, string? Reason = null, string? Actor = null);

/// <summary>An epoch or a result.</summary>
public sealed record TransferEvaluation
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The number within the run.</summary>
    public required long Index { get; init; }

    /// <summary>The total accuracy.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Accuracy { get; init; }

    /// <summary>The accuracy by label.</summary>
    public NamedValues AccuracyPerLabel { get; init; } = NamedValues.Empty;

    /// <summary>The total loss.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Loss { get; init; }

    /// <summary>The loss by label.</summary>
    public NamedValues LossPerLabel { get; init; } = NamedValues.Empty;

    /// <summary>Further values.</summary>
    public NamedValues Metrics { get; init; } = NamedValues.Empty;

    /// <summary>When it was added.</summary>
    public required DateTime CreatedAt { get; init; }
}

/// <summary>A line or a file of a run's log.</summary>
public sealed record TransferLog
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The stream.</summary>
    public string? Stream { get; init; }

    /// <summary>The line.</summary>
    public string? Message { get; init; }

    /// <summary>Where the file is.</summary>
    public string? Location { get; init; }

    /// <summary>When it was logged.</summary>
    public required DateTime LoggedAt { get; init; }
}
