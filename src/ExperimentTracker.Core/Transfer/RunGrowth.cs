using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Transfer;

/// <summary>
/// How the same run here and elsewhere relate. One that only went on there grew, and what it has more is carried here; one that went on here
/// is ahead; when both went on, each in its own way, they diverged.
/// </summary>
/// <param name="Difference">Where they diverged, in words; or <see langword="null"/>.</param>
/// <param name="History">The changes of status that are new here.</param>
/// <param name="Parameters">The parameters that are new here.</param>
/// <param name="Epochs">The epochs that are new here.</param>
/// <param name="Results">The results that are new here.</param>
/// <param name="Metrics">The points that are new here, by series.</param>
public sealed record RunGrowth(
    string? Difference,
    IReadOnlyList<StatusChange> History,
    NamedValues Parameters,
    IReadOnlyList<Epoch> Epochs,
    IReadOnlyList<Result> Results,
    IReadOnlyList<TransferSeries> Metrics)
{
    private static readonly RunGrowth Nothing = new(null, [], NamedValues.Empty, [], [], []);

    /// <summary>Whether it is the same here and there, or ahead here.</summary>
    public bool IsEmpty => Difference is null && History.Count + Parameters.Count + Epochs.Count + Results.Count + Metrics.Count == 0;

    /// <summary>Compares the run here with the same run there.</summary>
    public static RunGrowth Between(TransferRun here, TransferRun there)
    {
        var sides = new Sides();
        RunGrowth grown = Nothing with
        {
            History = sides.Collect(Changes(here, there)),
            Parameters = sides.Collect(Added(here.Run.Parameters, there.Run.Parameters)),
            Epochs = sides.Collect(Added(here.Epochs, there.Epochs, "epoch")),
            Results = sides.Collect(Added(here.Results, there.Results, "result")),
            Metrics = sides.Collect(Added(here.Metrics, there.Metrics, trustStatistics: IsSettled(here, there))),
        };
        return sides.Verdict is { } difference ? Nothing with { Difference = difference } : grown;
    }

    // A run that ended at one moment, to 100 ns, ended in one store, and the merge that carried its end to the other compared all points. After its
    // end it gets no more unless it is resumed, which its history tells. So merging again what was merged reads no points, but for runs that go on.
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
                return new([], false, $"here it became {mine.To}, and there {theirs.To}, after the first {i} changes of its status");
            }
        }

        // Trackers that keep no times say only what became of the run.
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
                return new(NamedValues.Empty, false, $"parameter '{name}' is {ValueText.Format(here[name])} here and {ValueText.Format(value)} there");
            }
        }

        return new(new(there.Pairs.Where(p => !here.Contains(p.Key))), here.Pairs.Any(p => !there.Contains(p.Key)), null);
    }

    private static Comparison<IReadOnlyList<T>> Added<T>(IReadOnlyList<T> here, IReadOnlyList<T> there, string noun)
        where T : Evaluation
    {
        var mine = here.ToDictionary(e => e.Index, e => e.Id);
        T? other = there.FirstOrDefault(e => mine.TryGetValue(e.Index, out string? id) && id != e.Id);
        if (other is not null) return new([], false, $"{noun} {other.Index} is another one here");
        var theirs = there.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        return new([.. there.Where(e => !mine.ContainsKey(e.Index))], here.Any(e => !theirs.Contains(e.Id)), null);
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
            if (points.Diverged) return new([], false, $"the points of '{series.Name}' are others here");
            ahead |= points.IsAhead;
            if (points.Added.Values.Length > 0) added.Add(series with { Points = points.Added });
        }

        return new(added, ahead, null);
    }

    /// <summary>What is new from there, whether there is something new here, and what contradicts.</summary>
    private sealed record Comparison<T>(T Added, bool IsAhead, string? Difference)
        where T : System.Collections.IEnumerable;

    /// <summary>Collects which side went on.</summary>
    private sealed class Sides
    {
        private string? difference;
        private bool here;
        private bool there;

        public string? Verdict => difference ?? (here && there ? "it went on both here and there" : null);

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
