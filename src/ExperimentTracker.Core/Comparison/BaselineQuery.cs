using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Comparison;

/// <summary>Which runs a run is compared with when nobody names them: the last that succeeded before it, in its experiment.</summary>
public sealed record BaselineQuery
{
    /// <summary>The most runs to take.</summary>
    public int Last { get; init; } = 1;

    /// <summary>
    /// Tags that they must have: a key alone whatever its value, a key with a value that value in any case.
    /// </summary>
    public NamedValues Tags { get; init; } = NamedValues.Empty;

    /// <summary>The branch that they must be of, as the build or else git told it; <see langword="null"/> for any.</summary>
    public string? Branch { get; init; }

    /// <summary>What else must hold of them.</summary>
    public Func<Run, bool>? Filter { get; init; }

    /// <summary>Finds the runs, the newest first. A run that was created after one of the candidates is not among them.</summary>
    /// <param name="store">The store of the candidates.</param>
    /// <param name="candidates">The runs that are compared, one or more; none of them is in the baseline.</param>
    /// <param name="cancellation">Ends the search.</param>
    public IReadOnlyList<Run> Find(IExperimentStore store, IReadOnlyList<Run> candidates, CancellationToken cancellation)
    {
        HashSet<string> tested = [.. candidates.Select(r => r.Id)];
        var query = new RunQuery
        {
            ExperimentIds = [.. candidates.Select(r => r.ExperimentId).Distinct()],
            Statuses = [RunStatus.Succeeded],
            CreatedUntil = candidates.MinBy(r => r.CreatedAt.ToUniversalTime())!.CreatedAt,

            // Whatever is left out after the store has answered needs more to choose from.
            First = Tags.Count == 0 && Branch is null && Filter is null ? (int)Math.Min((long)Last + tested.Count, int.MaxValue) : null,
        };
        return [.. store.Runs.Query(query, cancellation)
            .Where(r => !tested.Contains(r.Id) && HasTags(r) && IsOfBranch(r) && Filter?.Invoke(r) is not false)
            .Take(Last)];
    }

    private bool IsOfBranch(Run run) => Branch is null || Branch == (run.Tags["ci.branch"] as string ?? run.Origin.GitBranch);

    private bool HasTags(Run run) => Tags.Pairs.All(wanted => run.Tags.TryGetValue(wanted.Key, out object? value)
        && (wanted.Value is null || string.Equals(ValueText.Format(wanted.Value), ValueText.Format(value), StringComparison.OrdinalIgnoreCase)));
}
