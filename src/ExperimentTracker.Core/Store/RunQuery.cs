namespace ExperimentTracker;

/// <summary>Which runs to give; every condition that is set must hold.</summary>
public sealed record RunQuery
{
    /// <summary>These ids only.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Candidates for an identity: its id, the start or the end of its id, or its name in any case.</summary>
    public string? Identity { get; init; }

    /// <summary>Names that begin so, in any case; a narrowing for wildcards.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Of this project only.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Of these experiments only.</summary>
    public IReadOnlyCollection<string>? ExperimentIds { get; init; }

    /// <summary>Of these trials only; the id of a default trial (see <see cref="Trial.DefaultIdOf"/>) means the runs without one.</summary>
    public IReadOnlyCollection<string>? TrialIds { get; init; }

    /// <summary>Of this namespace only; <c>''</c> is the root.</summary>
    public string? Namespace { get; init; }

    /// <summary>Of this number only.</summary>
    public long? Number { get; init; }

    /// <summary>In one of these statuses.</summary>
    public IReadOnlyCollection<RunStatus>? Statuses { get; init; }

    /// <summary>With this parameter hash.</summary>
    public string? ParameterHash { get; init; }

    /// <summary>Children of this run.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>With <see cref="ParentRunId"/>: its whole subtree and not just the direct children.</summary>
    public bool Descendants { get; init; }

    /// <summary>Created at this moment or before.</summary>
    public DateTime? CreatedUntil { get; init; }

    /// <summary>Live records, removed ones, or both.</summary>
    public RemovedFilter Removed { get; init; }

    /// <summary>Narrows to runs that this may hold for; it may not hold for some that are given.</summary>
    public RunFilter? Filter { get; init; }

    /// <summary>The order, or <see langword="null"/> for newest first.</summary>
    public RunOrder? Order { get; init; }

    /// <summary>The most runs to give, or <see langword="null"/> for all.</summary>
    public int? First { get; init; }
}
