using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Transfer;

/// <summary>
/// Compares a run in the target store with the same run in the source. If only the source continued it, its additional records are merged. If only
/// the target continued it, the target is ahead. If both continued it differently, they diverged.
/// </summary>
/// <param name="Difference">A phrase that describes the first difference if they diverged; or <see langword="null"/>.</param>
/// <param name="History">The status changes that the target lacks.</param>
/// <param name="Parameters">The parameters that the target lacks.</param>
/// <param name="Epochs">The epochs that the target lacks.</param>
/// <param name="Results">The results that the target lacks.</param>
/// <param name="Distributions">The distributions that the target lacks.</param>
/// <param name="Metrics">The points that the target lacks, by series.</param>
public sealed record RunGrowth(
    string? Difference,
    IReadOnlyList<StatusChange> History,
    NamedValues Parameters,
    IReadOnlyList<Epoch> Epochs,
    IReadOnlyList<Result> Results,
    IReadOnlyList<Distribution> Distributions,
    IReadOnlyList<TransferSeries> Metrics)
{
    private static readonly RunGrowth Nothing = new(null, [], NamedValues.Empty, [], [], [], []);

    /// <summary>Whether the source has nothing that the target lacks.</summary>
    public bool IsEmpty => Difference is null && History.Count + Parameters.Count + Epochs.Count + Results.Count + Distributions.Count + Metrics.Count == 0;

    /// <summary>Compares the run of the target store with that of the source.</summary>
    public static RunGrowth Between(TransferRun here, TransferRun there)
    {
        var sides = new Sides();
        RunGrowth grown = Nothing with
        {
            History = sides.Collect(Changes(here, there)),
            Parameters = sides.Collect(Added(here.Run.Parameters, there.Run.Parameters)),
            Epochs = sides.Collect(Added(here.Epochs, there.Epochs, "epoch")),
            Results = sides.Collect(Added(here.Results, there.Results, "result")),
            Distributions = sides.Collect(Added(here.Distributions, there.Distributions)),
            Metrics = sides.Collect(Added(here.Metrics, there.Metrics, trustStatistics: IsSettled(here, there))),
        };
        return sides.Verdict is { } difference ? Nothing with { Difference = difference } : grown;
    }

    // If a run ended at the same time in both stores, to 100 ns, it ended in one of them, and the merge that copied its end compared all points. After
    // its end it gets no more points unless it is resumed, which its history shows. So a second merge reads no points, except of runs that are running.
    private static bool IsSettled(TransferRun here, TransferRun there) =>
        here.History.Count > 0 && here.History.Count == there.History.Count && here.History[^1].To.IsEnded()
        && here.History.Zip(there.History).All(pair => Same(pair.First, pair.Second));

    private static bool Same(StatusChange left, StatusChange right) => left.To == right.To && UtcTicks.From(left.ChangedAt) == UtcTicks.From(right.ChangedAt);

    private static Comparison<IReadOnlyList<StatusChange>> Changes(TransferRun here, TransferRun there)
    {
        int common = Math.Min(here.History.Count, there.History.Count);
        for (int i = 0; i < common; i++)
        {
            (StatusChange mine, StatusChange theirs) = (here.History[i], there.History[i]);
            if (!Same(mine, theirs))
            {
                return new([], false, $"after the first {i} changes of its status it became {mine.To} in this store, and {theirs.To} in the source");
            }
        }

        // Trackers without times record only the final status.
        bool silent = here.History.Count == there.History.Count && RunStatusRules.Allows(here.Run.Status, there.Run.Status, resuming: false);
        return silent
            ? new([new StatusChange { RunId = here.Run.Id, From = here.Run.Status, To = there.Run.Status, ChangedAt = there.Run.UpdatedAt }], false, null)
            : new([.. there.History.Skip(common)], here.History.Count > common, null);
    }

    private static Comparison<NamedValues> Added(NamedValues here, NamedValues there)
    {
        foreach ((string name, object? value) in there.Pairs)
        {
            if (here.Contains(name) && !ParameterTypes.Same(here[name], value))
            {
                return new(NamedValues.Empty, false, $"parameter '{name}' is {ValueText.Format(here[name])} in this store and {ValueText.Format(value)} in the source");
            }
        }

        return new(new(there.Pairs.Where(p => !here.Contains(p.Key))), here.Pairs.Any(p => !there.Contains(p.Key)), null);
    }

    private static Comparison<IReadOnlyList<T>> Added<T>(IReadOnlyList<T> here, IReadOnlyList<T> there, string noun)
        where T : Evaluation
    {
        var mine = here.ToDictionary(e => e.Index, e => e.Id);
        T? other = there.FirstOrDefault(e => mine.TryGetValue(e.Index, out string? id) && id != e.Id);
        if (other is not null) return new([], false, $"{noun} {other.Index} differs");
        var theirs = there.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        return new([.. there.Where(e => !mine.ContainsKey(e.Index))], here.Any(e => !theirs.Contains(e.Id)), null);
    }

    // Of each key and step, the distributions of one store must be the first of those of the other.
    private static Comparison<IReadOnlyList<Distribution>> Added(IReadOnlyList<Distribution> here, IReadOnlyList<Distribution> there)
    {
        ILookup<(string, long), Distribution> mine = here.ToLookup(Place), theirs = there.ToLookup(Place);
        var added = new List<Distribution>();
        foreach (IGrouping<(string, long), Distribution> place in theirs)
        {
            int common = Math.Min(mine[place.Key].Count(), place.Count());
            if (!mine[place.Key].Zip(place).All(pair => pair.First.SameAs(pair.Second)))
            {
                Distribution first = place.First();
                return new([], false, $"distribution '{first.Key}' at step {first.Step} differs");
            }

            added.AddRange(place.Skip(common));
        }

        return new(added, mine.Any(place => place.Count() > theirs[place.Key].Count()), null);

        static (string, long) Place(Distribution distribution) => (Names.Fold(distribution.Key), distribution.Step);
    }

    private static Comparison<IReadOnlyList<TransferSeries>> Added(
        IReadOnlyList<TransferSeries> here, IReadOnlyList<TransferSeries> there, bool trustStatistics)
    {
        var mine = here.ToDictionary(s => (s.Key, s.Label ?? ""));
        var added = new List<TransferSeries>();
        bool ahead = here.Count > there.Count(s => mine.ContainsKey((s.Key, s.Label ?? "")));
        foreach (TransferSeries series in there)
        {
            if (!mine.TryGetValue((series.Key, series.Label ?? ""), out TransferSeries? known))
            {
                added.Add(series);
                continue;
            }

            PointGrowth points = PointGrowth.Between(known, series, trustStatistics);
            if (points.Diverged) return new([], false, $"the points of '{series.Name}' differ");
            ahead |= points.IsAhead;
            if (points.Added.Values.Length > 0) added.Add(series with { Points = points.Added });
        }

        return new(added, ahead, null);
    }

    /// <summary>The additions of the source, whether the target has additions, and the difference if they contradict each other.</summary>
    private sealed record Comparison<T>(T Added, bool IsAhead, string? Difference)
        where T : System.Collections.IEnumerable;

    /// <summary>Records which of the two runs was continued.</summary>
    private sealed class Sides
    {
        private string? difference;
        private bool here;
        private bool there;

        public string? Verdict => difference ?? (here && there ? "it was continued in both stores" : null);

        public T Collect<T>(Comparison<T> part)
            where T : System.Collections.IEnumerable
        {
            difference ??= part.Difference;
            here |= part.IsAhead;
            there |= part.Added.GetEnumerator().MoveNext();
            return part.Added;
        }
    }
}
