using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>
/// Accuracy, loss and further values of a run, in total and by label. The values are also series of the run, so that they can be plotted and
/// compared.
/// </summary>
public abstract record Evaluation
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the run.</summary>
    [Derived]
    public required string RunId { get; init; }

    /// <summary>The path of the run: <c>experiment/012</c>.</summary>
    [Derived]
    public required string Run { get; init; }

    /// <summary>The number within the run, which is also the step of the series. For an epoch, the number of the epoch.</summary>
    public required long Index { get; init; }

    /// <summary>The total accuracy, or <see langword="null"/>. It is also <see langword="null"/> for NaN, which the series keeps.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Accuracy { get; init; }

    /// <summary>The accuracy by label.</summary>
    public NamedValues AccuracyPerLabel { get; init; } = NamedValues.Empty;

    /// <summary>The total loss, or <see langword="null"/>. It is also <see langword="null"/> for NaN, which the series keeps.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Loss { get; init; }

    /// <summary>The loss by label.</summary>
    public NamedValues LossPerLabel { get; init; } = NamedValues.Empty;

    /// <summary>Further values by name.</summary>
    public NamedValues Metrics { get; init; } = NamedValues.Empty;

    /// <summary>When it was added, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary><see cref="CreatedAt"/> in UTC.</summary>
    public DateTime CreatedAtUtc => CreatedAt.ToUniversalTime();

    /// <summary>The short form of the id, for display and input.</summary>
    public string ShortId => RecordId.Shorten(Id);
}
