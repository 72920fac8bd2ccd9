using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Contract;

public abstract class DistributionContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly long Start = new DateTime(2024, 3, 1, 12, 0, 0, DateTimeKind.Utc).Ticks + 1;

    [Fact]
    public void A_distribution_is_returned_as_it_was_added()
    {
        Run run = Store.NewRun();
        double[] values = [-1.5, double.NaN, 0, 0.1, double.PositiveInfinity, 1e300, -0.0, double.NegativeInfinity, 2];
        Distribution added = Add(run, "layer/Weights", 7, BinnedValues.Of(values, [-2, -0.5, 0.1, 3]));
        Assert.Equal((run.Id, run.Path, "layer/Weights", 7L, Start), (added.RunId, added.Run, added.Key, added.Step, Expect.TicksOf(added.Timestamp)));
        Assert.Equal((9L, 1L, 2L, 1L), (added.Count, added.NaNCount, added.InfiniteCount, added.OutsideCount));
        Assert.Equal((-1.5, 1e300, 1e300, double.PositiveInfinity), (added.Min, added.Max, added.Sum, added.SumOfSquares));
        Assert.Equal([-2, -0.5, 0.1, 3], added.Edges);
        Assert.Equal([1, 2, 2], added.Counts);
        Assert.Equal(added, Assert.Single(All(run)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16384)]
    [InlineData(long.MaxValue)]
    public void Counts_and_edges_of_any_size_are_kept_to_the_bit(long count)
    {
        Run run = Store.NewRun();
        double[] uneven = [-double.MaxValue, -double.Epsilon, 0.1, 1.0 / 3, double.MaxValue], equal = BinnedValues.EqualEdges(-double.MaxValue, 1.0 / 3, 4);
        foreach (double[] edges in new[] { uneven, equal }) Expect.SameBits(edges, [.. Add(run, "x", null, BinnedValues.OfCounts([0, count, 0, 0], edges)).Edges]);
        Assert.All(All(run), made => Assert.Equal([0, count, 0, 0], made.Counts));
        Assert.All(All(run), made => Assert.Equal((count, null, null, null), (made.Count, made.Min, made.Sum, made.StandardDeviation)));
    }

    [Fact]
    public void Without_finite_values_there_are_no_bins()
    {
        Run run = Store.NewRun();
        Distribution empty = Add(run, "x", 0, BinnedValues.Of([])), none = Add(run, "x", 1, BinnedValues.Of([double.NaN, double.PositiveInfinity, double.NaN]));
        Assert.Equal([empty, none], All(run));
        Assert.Equal((0L, null, 3L, 2L, 1L, 0L), (empty.Count, empty.Mean, none.Count, none.NaNCount, none.InfiniteCount, none.OutsideCount));
        Assert.Empty(none.Edges);
        Assert.Empty(none.Counts);
    }

    [Fact]
    public void They_are_sorted_by_key_and_step_and_those_of_one_step_by_the_order_of_writing()
    {
        Run run = Store.NewRun(), other = Store.NewRun();
        foreach ((string key, long? step, int size) in new (string, long?, int)[] { ("b", 5, 1), ("a", 9, 2), ("a", 2, 3), ("A", 2, 4), ("a", null, 5), ("b", null, 6), ("a", 2, 7) })
        {
            Add(run, key, step, BinnedValues.Of(new double[size]));
        }

        Add(other, "a", null, BinnedValues.Of([1, 2, 3]));
        Assert.Equal([("a", 2L, 3L), ("A", 2, 4), ("a", 2, 7), ("a", 9, 2), ("a", 10, 5), ("b", 5, 1), ("b", 6, 6)], All(run).Select(d => (d.Key, d.Step, d.Count)));
        Assert.Equal([0L], All(other).Select(d => d.Step));
        Assert.Equal(2, Store.Distributions.Keys(run.Id, None).Count);
        Assert.Empty(Store.Distributions.Keys("nope", None));
        Assert.Empty(Store.Distributions.Query(new() { RunId = "nope" }, None));
        Assert.Equal([4L, 7, 2], Counts(new() { RunId = run.Id, Keys = ["A"], FirstStep = 2, LastStep = 9 }).Skip(1));
        Assert.Equal([1L], Counts(new() { RunId = run.Id, Keys = ["B", "none"], LastStep = 5 }));
        Assert.Equal([5L, 6], Counts(new() { RunId = run.Id, LastOnly = true }));
        Assert.Equal([7L, 1], Counts(new() { RunId = run.Id, LastOnly = true, LastStep = 5 }));
        Assert.Equal([1L], Counts(new() { RunId = run.Id, LastOnly = true, FirstStep = 3, LastStep = 5 }));
        Assert.Empty(Counts(new() { RunId = run.Id, Keys = [] }));

        IEnumerable<long> Counts(DistributionQuery query) => Store.Distributions.Query(query, None).Select(d => d.Count);
    }

    [Fact]
    public void More_than_a_page_is_returned_once_and_in_order()
    {
        Run run = Store.NewRun();
        DistributionDraft[] drafts = [.. Enumerable.Range(0, 2100).Select(i => Draft(run, i % 2 == 0 ? "a" : "b", i / 4, BinnedValues.Of(new double[i % 5])))];
        Store.Distributions.Add(drafts, None);
        Assert.Equal(
            drafts.OrderBy(d => d.Key, StringComparer.Ordinal).ThenBy(d => d.Step).Select(d => (d.Key, d.Step!.Value, d.Values.Count)),
            All(run).Select(d => (d.Key, d.Step, d.Count)));
    }

    [Fact]
    public void Only_a_running_run_accepts_them_and_a_bad_one_leaves_nothing_of_the_batch()
    {
        Run run = Store.NewRun();
        BinnedValues some = BinnedValues.Of([1, 2]);
        DistributionDraft good = Draft(run, "x", 1, some);
        Expect.Refused("InvalidStep", () => Store.Distributions.Add([good, good with { Step = -1 }], None));
        Expect.Refused("InvalidMetricKey", () => Store.Distributions.Add([good, good with { Key = " " }], None));
        Expect.Refused("InvalidTimestamp", () => Store.Distributions.Add([good, good with { Ticks = -1 }], None));
        Expect.Refused("RunNotFound", () => Store.Distributions.Add([good, good with { RunId = "nope" }], None));
        Expect.Refused("InvalidBins", () => Store.Distributions.Add([good, good with { Values = some with { Edges = [2, 1], Counts = [1] } }], None));
        Expect.Refused("StepOverflow", () => Store.Distributions.Add([good with { Step = long.MaxValue }, good with { Step = null }], None));
        Assert.Empty(All(run));
        Store.Distributions.Add([good], None);
        Store.End(run);
        Expect.Refused("RunNotOpen", () => Store.Distributions.Add([good], None));
        Store.Resume(run);
        Add(run, "x", null, some);
        Assert.Equal([1L, 2], All(run).Select(d => d.Step));
        Store.End(run);
        Store.Runs.Remove([run.Id], None);
        Expect.Refused("RecordRemoved", () => Store.Distributions.Add([good], None));
    }

    [Fact]
    public void They_are_collected_with_their_run_and_those_of_others_stay()
    {
        Run removed = Store.NewRun(), stays = Store.NewRun();
        foreach (Run run in new[] { removed, stays }) Store.Distributions.Add([.. Enumerable.Range(0, 600).Select(i => Draft(run, "x", i, BinnedValues.Of([i, i + 1])))], None);
        Store.End(removed);
        Store.Runs.Remove([removed.Id], None);
        Store.Maintenance.Collect(null, null, None);
        Assert.Empty(All(removed));
        Assert.Equal(600, All(stays).Count);
        Assert.Empty(Store.Findings());
    }

    private static DistributionDraft Draft(Run run, string key, long? step, BinnedValues values) => new() { RunId = run.Id, Key = key, Step = step, Ticks = Start, Values = values };

    private Distribution Add(Run run, string key, long? step, BinnedValues values) => Store.Distributions.Add([Draft(run, key, step, values)], None)[0];

    private List<Distribution> All(Run run) => [.. Store.Distributions.Query(new() { RunId = run.Id }, None)];
}
