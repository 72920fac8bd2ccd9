namespace ExperimentTracker;

/// <summary>What a retention policy decides for a run.</summary>
public sealed record RetentionDecision
{
    /// <summary>The id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The path of the run: <c>experiment/012</c>.</summary>
    public required string Run { get; init; }

    /// <summary>Why it is kept; <see cref="RetentionReason.Expired"/> if it is not.</summary>
    public required RetentionReason Reason { get; init; }

    /// <summary>Whether it is removed, or its artifacts are.</summary>
    public bool Goes => Reason == RetentionReason.Expired;

    /// <summary>The path and the reason.</summary>
    public override string ToString() => $"{Run}: {Reason}";
}

/// <summary>Why a retention policy keeps a run. Of several reasons, the first one in this order is shown.</summary>
public enum RetentionReason : long
{
    /// <summary>It is not kept: no rule keeps it.</summary>
    Expired,

    /// <summary>It is pending or running.</summary>
    NotEnded,

    /// <summary>It has the tag <c>keep</c>.</summary>
    Tagged,

    /// <summary>A version of a model comes from it, or from one of its artifacts.</summary>
    ModelVersion,

    /// <summary>A run has one of its artifacts or model versions as an input.</summary>
    Input,

    /// <summary>It is one of the best.</summary>
    Best,

    /// <summary>It is one of the newest.</summary>
    Last,

    /// <summary>It ended recently.</summary>
    Recent,

    /// <summary>It is an ancestor of a run that is kept.</summary>
    Parent,
}
