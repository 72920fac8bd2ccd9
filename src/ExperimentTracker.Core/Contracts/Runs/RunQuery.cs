using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Contracts.Runs;

/// <summary>A query for runs. All conditions that are set must be true.</summary>
public sealed record RunQuery
{
    /// <summary>Only records with these ids.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>Only candidates for an identity: its id, the start or the end of its id, or its name, ignoring case.</summary>
    public string? Identity { get; init; }

    /// <summary>Only names with this prefix, ignoring case; narrows a search with wildcards.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Only runs of this project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Only runs of these experiments.</summary>
    public IReadOnlyCollection<string>? ExperimentIds { get; init; }

    /// <summary>Only runs of these trials. The id of a default trial (see <see cref="Trial.DefaultIdOf"/>) selects the runs without a trial.</summary>
    public IReadOnlyCollection<string>? TrialIds { get; init; }

    /// <summary>Only runs of this namespace; <c>''</c> is the root.</summary>
    public string? Namespace { get; init; }

    /// <summary>Only runs with this number.</summary>
    public long? Number { get; init; }

    /// <summary>Only runs in one of these statuses.</summary>
    public IReadOnlyCollection<RunStatus>? Statuses { get; init; }

    /// <summary>Only runs with this parameter hash.</summary>
    public string? ParameterHash { get; init; }

    /// <summary>Only children of this run.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>With <see cref="ParentRunId"/>, returns all descendants and not only the direct children.</summary>
    public bool Descendants { get; init; }

    /// <summary>Only runs with these tags, as <see cref="TagMatch"/> compares them.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>Only runs that started at or after this time; for a run that has not started, the time it was created counts.</summary>
    public DateTime? StartedFrom { get; init; }

    /// <summary>Only runs that started before this time; for a run that has not started, the time it was created counts.</summary>
    public DateTime? StartedBefore { get; init; }

    /// <summary>Only runs created at or before this time.</summary>
    public DateTime? CreatedUntil { get; init; }

    /// <summary>Live records, removed ones, or both.</summary>
    public RemovedFilter Removed { get; init; }

    /// <summary>Narrows to runs that may match this filter. The result can contain runs that do not match.</summary>
    public RunFilter? Filter { get; init; }

    /// <summary>What the runs come with.</summary>
    public RunParts Parts { get; init; } = RunParts.All;

    /// <summary>The order, or <see langword="null"/> for newest first.</summary>
    public RunOrder? Order { get; init; }

    /// <summary>The maximum number of runs, or <see langword="null"/> for all.</summary>
    public int? First { get; init; }
}
