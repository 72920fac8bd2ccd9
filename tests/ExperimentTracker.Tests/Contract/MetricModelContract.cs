using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Compares random writes and reads with a simple model. The seed is part of the test's name.</summary>
public abstract class MetricModelContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly int[] Sizes = [1, 1, 1, 2, 5, 16, 100, 500, 1023, 1024, 1025, 2500];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Random_appends_match_a_simple_model(int seed)
    {
        var random = new Random(seed);
        Run run = Store.NewRun();
        (string Key, string? Label)[] names = [("loss", null), ("loss", "a"), ("gradient", null)];
        SeriesModel[] models = [.. names.Select(_ => new SeriesModel())];
        for (int round = 0; round < 40; round++)
        {
            int[] targets = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(names.Length))];
            SeriesAppend[] appends = [.. targets.Select(t => RandomAppend(random, run, names[t].Key, names[t].Label))];
            IReadOnlyList<SeriesReceipt> receipts = Store.Metrics.Append(appends, None);
            for (int i = 0; i < appends.Length; i++) Assert.Equal(models[targets[i]].Append(appends[i]), receipts[i].FirstAssignedStep);
            if (random.Next(10) == 0)
            {
                Store.End(run);
                Store.Resume(run);
            }
        }

        Check();
        Store.End(run);
        Check();

        void Check()
        {
            for (int i = 0; i < names.Length; i++)
            {
                if (models[i].IsEmpty) continue;
                Metric metric = Store.Metric(run, names[i].Key, names[i].Label);
                models[i].CheckStatistics(metric);
                models[i].CheckPoints(Store.Metrics.Read(metric, 0, long.MaxValue, None), 0, long.MaxValue);
                (long first, long last) = (random.NextInt64(0, 5000), random.NextInt64(0, 5000));
                models[i].CheckPoints(Store.Metrics.Read(metric, first, last, None), first, last);
            }
        }
    }

    private static SeriesAppend RandomAppend(Random random, Run run, string key, string? label)
    {
        int size = Sizes[random.Next(Sizes.Length)];
        long now = DateTime.UtcNow.Ticks;
        long[] ticks = random.Next(3) switch
        {
            0 => [now],
            1 => [.. Enumerable.Range(0, size).Select(i => now + (i * 10_000L))],
            _ => [.. Enumerable.Range(0, size).Select(_ => random.NextInt64(DateTime.MaxValue.Ticks))],
        };
        long origin = random.Next(6000);
        long[] steps = random.Next(6) switch
        {
            0 or 1 => [],
            2 => [.. Enumerable.Range(0, size).Select(i => origin + i)],
            3 => [.. Enumerable.Range(0, size).Select(_ => random.NextInt64(5000))],
            4 => [.. Enumerable.Range(0, size).Select(i => Math.Max(0, origin - (i * 3)))],
            _ => [.. Enumerable.Range(0, size).Select(_ => random.NextInt64(1L << random.Next(1, 50)))],
        };
        return new()
        {
            RunId = run.Id, Key = key, Label = label, Steps = steps, Ticks = ticks, Values = Enumerable.Range(0, size).Select(_ => RandomValue(random)).ToArray(),
        };
    }

    private static double RandomValue(Random random) => random.Next(50) switch
    {
        0 => double.NaN,
        1 => -0.0,
        2 => random.Next(100),
        3 => double.Epsilon * random.Next(100),
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 7)),
    };
}
