namespace ExperimentTracker.Contracts.Alerts;

/// <summary>An alert to register.</summary>
public sealed record AlertDraft
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the experiment, or <see langword="null"/> for all.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>When it fires and how it is told.</summary>
    public required AlertDefinition Definition { get; init; }

    /// <summary>Whether watchers watch it.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>A cause for which an alert fires.</summary>
/// <param name="Key">What identifies it for the alert.</param>
/// <param name="Condition">The condition that is met.</param>
/// <param name="Message">What happened, as a sentence.</param>
/// <param name="RunId">The id of the run, or <see langword="null"/>.</param>
/// <param name="ModelVersionId">The id of the model version, or <see langword="null"/>.</param>
public sealed record AlertCause(string Key, AlertCondition Condition, string Message, string? RunId = null, string? ModelVersionId = null);

/// <summary>A query for events. All conditions that are set must be true.</summary>
public sealed record AlertEventQuery
{
    /// <summary>Only those of these alerts, by id.</summary>
    public IReadOnlyCollection<string>? AlertIds { get; init; }

    /// <summary>Only those about these runs, by id.</summary>
    public IReadOnlyCollection<string>? RunIds { get; init; }

    /// <summary>Only those with these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only those with a delivery in one of these states.</summary>
    public IReadOnlyCollection<AlertDeliveryState>? States { get; init; }

    /// <summary>Only those with a delivery that is to be tried now: pending and due, or taken by a watcher that has not been heard of since.</summary>
    public bool IsDue { get; init; }

    /// <summary>The maximum number of events, or <see langword="null"/> for all.</summary>
    public int? First { get; init; }
}

/// <summary>What became of an attempt to send a delivery.</summary>
/// <param name="Error">Why it failed; <see langword="null"/> if it was sent.</param>
/// <param name="RetryAfter">How long to wait before the next attempt; <see langword="null"/> if there is none.</param>
public sealed record AlertOutcome(string? Error = null, TimeSpan? RetryAfter = null);

/// <summary>A change of a model version that an alert can tell.</summary>
/// <param name="VersionId">The id of the version.</param>
/// <param name="Version">The version: <c>iris/3</c>.</param>
/// <param name="Key">What identifies the change.</param>
/// <param name="At">When it was made, in UTC.</param>
/// <param name="From">The stage before, for a change of the stage.</param>
/// <param name="To">The stage, for a change of the stage.</param>
/// <param name="Alias">The alias that the version got, for another change.</param>
/// <param name="RunId">The id of the run that the version comes from, or <see langword="null"/>.</param>
/// <param name="ExperimentId">The id of the experiment of that run.</param>
public sealed record ModelPromotion(string VersionId, string Version, string Key, DateTime At, ModelStage? From, ModelStage? To, string? Alias, string? RunId, string? ExperimentId);
