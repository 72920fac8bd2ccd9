using System.Text.Json;

namespace ExperimentTracker;

/// <summary>How far a delivery is.</summary>
public enum AlertDeliveryState : long
{
    /// <summary>It is not sent yet, or is to be tried again.</summary>
    Pending,

    /// <summary>A watcher is sending it.</summary>
    Sending,

    /// <summary>It was sent.</summary>
    Sent,

    /// <summary>It was refused, or failed too often.</summary>
    Failed,
}

/// <summary>A delivery of an event.</summary>
public sealed record AlertEventDelivery
{
    /// <summary>The number among the deliveries of the event, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>How it is told, as the alert was defined when it fired.</summary>
    public required AlertDelivery Delivery { get; init; }

    /// <summary>How far it is.</summary>
    public required AlertDeliveryState State { get; init; }

    /// <summary>How often a watcher began to send it.</summary>
    public int Attempts { get; init; }

    /// <summary>The watcher that sends it, or that was the last to try: machine and process.</summary>
    public string? Watcher { get; init; }

    /// <summary>When it is tried next, in local time; while a watcher sends it, when another one takes it over unless the first says that it lives.</summary>
    public required DateTime DueAt { get; init; }

    /// <summary><see cref="DueAt"/> in UTC.</summary>
    public DateTime DueAtUtc => DueAt.ToUniversalTime();

    /// <summary>When it was sent, in local time, or <see langword="null"/>.</summary>
    public DateTime? SentAt { get; init; }

    /// <summary><see cref="SentAt"/> in UTC.</summary>
    public DateTime? SentAtUtc => SentAt?.ToUniversalTime();

    /// <summary>Why the last attempt failed, or <see langword="null"/>.</summary>
    public string? Error { get; init; }

    /// <summary>What it is and how far: <c>web hook env:HOOK: Sent</c>.</summary>
    public override string ToString() => $"{Delivery}: {State}";
}

/// <summary>An alert that has fired, for one cause, and what became of its deliveries.</summary>
public sealed record RunAlertEvent
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the alert.</summary>
    public required string AlertId { get; init; }

    /// <summary>The name of the alert.</summary>
    [Derived]
    public required string Alert { get; init; }

    /// <summary>What it tells.</summary>
    public required AlertCondition Condition { get; init; }

    /// <summary>The id of the run, or <see langword="null"/>.</summary>
    public string? RunId { get; init; }

    /// <summary>The path of the run: <c>experiment/012</c>.</summary>
    [Derived]
    public string? Run { get; init; }

    /// <summary>The id of the model version, or <see langword="null"/>.</summary>
    public string? ModelVersionId { get; init; }

    /// <summary>The model version: <c>iris/3</c>.</summary>
    [Derived]
    public string? ModelVersion { get; init; }

    /// <summary>What identifies the cause. An alert fires once for each.</summary>
    public required string Cause { get; init; }

    /// <summary>What happened, as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>When it fired, in local time.</summary>
    public required DateTime FiredAt { get; init; }

    /// <summary><see cref="FiredAt"/> in UTC.</summary>
    public DateTime FiredAtUtc => FiredAt.ToUniversalTime();

    /// <summary>Its deliveries.</summary>
    public IReadOnlyList<AlertEventDelivery> Delivery { get; init; } = [];

    /// <summary>Equal when all properties are equal. Lists are compared by element, which the compiler-generated comparison does not do.</summary>
    public bool Equals(RunAlertEvent? other) => other is not null && JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
