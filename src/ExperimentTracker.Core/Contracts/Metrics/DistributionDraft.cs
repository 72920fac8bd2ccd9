using ExperimentTracker.Rules;
using ExperimentTracker.Series;

namespace ExperimentTracker.Contracts.Metrics;

/// <summary>A distribution to add.</summary>
public sealed record DistributionDraft
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The step, or <see langword="null"/> for the one after the highest of the key; the first is 0.</summary>
    public long? Step { get; init; }

    /// <summary>When it was measured, in UTC ticks.</summary>
    public required long Ticks { get; init; }

    /// <summary>The bins and the statistics.</summary>
    public required BinnedValues Values { get; init; }

    /// <summary>Throws when the key, the step, the time or the bins are not valid.</summary>
    /// <exception cref="TrackerException"><c>InvalidMetricKey</c>, <c>InvalidStep</c>, <c>InvalidTimestamp</c> or <c>InvalidBins</c>.</exception>
    public void Check()
    {
        Names.CheckMetric(Key);
        if (Step is < 0 and var step) throw DistributionErrors.Step(Key, step);
        if ((ulong)Ticks > (ulong)DateTime.MaxValue.Ticks) throw RunErrors.Timestamp(Key, Ticks);
        BinRules.Check(Values.Edges, Values.Counts);
    }
}
