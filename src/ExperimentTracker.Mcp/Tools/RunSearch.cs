using ExperimentTracker.Contracts.Assistants;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Mcp.Tools;

/// <summary>Searches runs by experiment, status and the filter language of <c>Get-Run -Filter</c>.</summary>
internal static class RunSearch
{
    private const int BatchOfFilter = 256;

    /// <summary>Returns the runs, in order: newest first, or by a metric.</summary>
    /// <exception cref="TrackerException"><c>ExperimentNotFound</c>, <c>ProjectNotFound</c> or <c>FilterUnknownProperty</c>.</exception>
    /// <exception cref="RunFilterException">The filter is not valid.</exception>
    public static RunsFound Find(AssistantSource source, IExperimentStore store, RunSearchQuery query, CancellationToken cancellation)
    {
        using ParsedRunFilter? filter = string.IsNullOrWhiteSpace(query.Filter) ? null : source.Filters?.Parse(query.Filter);
        var narrowed = new RunQuery
        {
            ExperimentIds = string.IsNullOrWhiteSpace(query.Experiment) ? null : [Identities.FindExperiment(store, query.Experiment, null, RemovedFilter.Live, cancellation).Id],
            Statuses = string.IsNullOrWhiteSpace(query.Status) ? null : [StatusOf(query.Status)],
            Order = string.IsNullOrWhiteSpace(query.OrderBy) ? null : new RunOrder(RunProperty.Parse(query.OrderBy), query.Descending) { OnlyWithValue = true },
            Filter = filter?.Condition,
            First = filter is null ? query.Limit : null,
        };
        IEnumerable<Run> runs = store.Runs.Query(narrowed, cancellation);
        Run[] found = [.. (filter is null ? runs : runs.Chunk(BatchOfFilter).SelectMany(filter.Select)).Take(query.Limit)];
        return new(found, filter?.Failures?.ToString());
    }

    private static RunStatus StatusOf(string text) => RunStatusRules.TryParse(text, out RunStatus status) ? status
        : throw new TrackerException("InvalidStatus", TrackerErrorKind.InvalidArgument, text, $"'{text}' is not a status. Use {string.Join(", ", Enum.GetNames<RunStatus>())}.");
}

/// <summary>Runs that were found, and a sentence about those that are left out because the filter fails for them.</summary>
internal sealed record RunsFound(IReadOnlyList<Run> Runs, string? LeftOut);

/// <summary>What to search.</summary>
internal sealed record RunSearchQuery(string? Experiment, string? Status, string? Filter, string? OrderBy, bool Descending, int Limit);
