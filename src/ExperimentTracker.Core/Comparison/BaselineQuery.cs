using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Comparison;

/// <summary>Selects the default baseline of a run: the last successful runs before it in its experiment.</summary>
public sealed record BaselineQuery
{
    /// <summary>The maximum number of runs.</summary>
    public int Last { get; init; } = 1;

    /// <summary>Tags that the runs must have. A key alone matches any value; values are compared without regard to case.</summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>The branch that the runs must have, as recorded from the build or else from git; <see langword="null"/> for any.</summary>
    public string? Branch { get; init; }

    /// <summary>A further condition for the runs.</summary>
    public Func<Run, bool>? Filter { get; init; }

    /// <summary>Finds the runs, newest first. A run that was created after one of the candidates is excluded.</summary>
    /// <param name="store">The store of the candidates.</param>
    /// <param name="candidates">The compared runs, at least one; none of them is in the baseline.</param>
    /// <param name="cancellation">Cancels the search.</param>
    public IReadOnlyList<Run> Find(IExperimentStore store, IReadOnlyList<Run> candidates, CancellationToken cancellation)
    {
        HashSet<string> tested = [.. candidates.Select(r => r.Id)];
        var query = new RunQuery
        {
            ExperimentIds = [.. candidates.Select(r => r.ExperimentId).Distinct()],
            Statuses = [RunStatus.Succeeded],
            CreatedUntil = candidates.MinBy(r => r.CreatedAt.ToUniversalTime())!.CreatedAt,

            // Runs that are excluded after the query leave too few, so the query returns more.
            First = Tags.Count == 0 && Branch is null && Filter is null ? (int)Math.Min((long)Last + tested.Count, int.MaxValue) : null,
        };
        return [.. store.Runs.Query(query, cancellation)
            .Where(r => !tested.Contains(r.Id) && r.Tags.HasAll(Tags) && IsOfBranch(r) && Filter?.Invoke(r) is not false)
            .Take(Last)];
    }

    private bool IsOfBranch(Run run) => Branch is null || Branch == (run.Tags["ci.branch"] as string ?? run.Origin.GitBranch);
}
