using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Domain;

public sealed class DistributionThinningTests
{
    [Theory]
    [InlineData(0, 4, "")]
    [InlineData(1, 4, "0")]
    [InlineData(4, 4, "0 1 2 3")]
    [InlineData(5, 4, "0 2 4")]
    [InlineData(8, 4, "0 2 4 7")]
    [InlineData(9, 4, "0 4 8")]
    [InlineData(1000, 4, "0 256 512 999")]
    [InlineData(1001, 2, "0 1000")]
    public void Each_nth_is_selected_and_the_last(int count, int most, string steps)
    {
        (IReadOnlyList<Distribution> selected, long all) = DistributionThinning.Select(Enumerable.Range(0, count).Select(i => Of(i, [0, 1], [i])), most);
        Assert.Equal(steps, string.Join(' ', selected.Select(one => one.Step)));
        Assert.Equal(count, all);
    }

    [Theory]
    [InlineData(9, "0 1 2 4 8 16", "1 2 3 4 5")]
    [InlineData(5, "0 1 2 4 8 16", "1 2 3 4 5")]
    [InlineData(3, "0 2 8 16", "3 7 5")]
    [InlineData(2, "0 4 16", "6 9")]
    [InlineData(1, "0 16", "15")]
    public void Neighbouring_bins_are_merged(int most, string edges, string counts)
    {
        Distribution merged = DistributionThinning.MergeBins(Of(0, [0, 1, 2, 4, 8, 16], [1, 2, 3, 4, 5]), most);
        Assert.Equal((edges, counts), (string.Join(' ', merged.Edges), string.Join(' ', merged.Counts)));
        Assert.Equal(2, merged.OutsideCount);
    }

    [Fact]
    public void Without_bins_there_is_nothing_to_merge() => Assert.Empty(DistributionThinning.MergeBins(Of(0, [], []), 4).Edges);

    private static Distribution Of(long step, double[] edges, long[] counts) =>
        new() { RunId = "r", Run = "e/000", Key = "w", Step = step, Timestamp = DateTime.UnixEpoch, Count = counts.Sum() + 2, Edges = edges, Counts = counts };
}
