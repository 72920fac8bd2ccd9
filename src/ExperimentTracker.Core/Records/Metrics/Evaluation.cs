using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>How good a run was, in total and by label. Its values are also series of the run, so that they plot and compare.</summary>
public abstract record Evaluation
{
    /// <summary>The unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the run.</summary>
    [Derived]
    public required string RunId { get; init; }

    /// <summary>Where the run is found: <c>experiment/012</c>.</summary>
    [Derived]
    public required string Run { get; init; }

    /// <summary>The number within the run: of an epoch, the epoch; the step of the series.</summary>
    public required long Index { get; init; }

    /// <summary>The total accuracy, or <see langword="null"/>; also when it is NaN, which its series keeps.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Accuracy { get; init; }

    /// <summary>The accuracy by label.</summary>
    public NamedValues AccuracyPerLabel { get; init; } = NamedValues.Empty;

    /// <summary>The total loss, or <see langword="null"/>; also when it is NaN, which its series keeps.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? Loss { get; init; }

    /// <summary>The loss by label.</summary>
    public NamedValues LossPerLabel { get; init; } = NamedValues.Empty;

    /// <summary>Further values by name.</summary>
    public NamedValues Metrics { get; init; } = NamedValues.Empty;

    /// <summary>When it was added, in local time.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>The form of the id that people type.</summary>
    public string ShortId => RecordId.Shorten(Id);
}
