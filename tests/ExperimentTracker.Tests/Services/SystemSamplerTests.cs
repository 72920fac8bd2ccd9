using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Services;

public sealed class SystemSamplerTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StoreUnderTest underTest = StoreUnderTest.InAFile();

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void Several_runs_get_points_until_each_of_them_ends()
    {
        Run first = Store.NewRun(), second = Store.NewRun();
        using SystemSampler one = Start(first), other = Start(second);
        Until(() => Count(first) >= 2 && Count(second) >= 2);
        one.RecordRest();
        Store.End(first);
        long ended = Count(first), running = Count(second);
        Until(() => Count(second) >= running + 2);
        Assert.Equal(ended, Count(first));
        Metric memory = Series(second)!;
        Assert.Equal("B", memory.Unit);
        Assert.InRange(memory.Last, 10e6, 100e9);
        Assert.Contains("system/disk/free", Names(second));
    }

    [Fact]
    public void The_rest_is_recorded_when_a_run_ends_before_the_next_points_are_due()
    {
        Run run = Store.NewRun();
        using SystemSampler sampler = SystemSampler.Start(run.Id, TimeSpan.FromHours(1), () => Store);
        Until(() => Count(run) == 1);
        Until(() =>
        {
            // Only some time after the first points.
            sampler.RecordRest();
            return Count(run) == 2;
        });
        sampler.Dispose();
        sampler.RecordRest();
        Assert.Equal(2, Count(run));
        if (OperatingSystem.IsLinux()) Assert.Contains("system/cpu/process", Names(run));
    }

    [Fact]
    public void A_store_that_fails_does_not_end_the_process()
    {
        Run run = Store.NewRun();
        int calls = 0;
        using SystemSampler sampler = SystemSampler.Start(run.Id, Second, () => ++calls == 1 ? throw new TrackerException("StoreUnreachable", TrackerErrorKind.Unavailable, null, "") : Store);
        Until(() => Count(run) >= 1);
        using SystemSampler broken = SystemSampler.Start(run.Id, Second, () => throw new InvalidOperationException());
        long before = Count(run);
        Until(() => Count(run) >= before + 2);
    }

    // 0.2 % of a core at the default interval is 10 ms. It is the processor time of this thread that is measured, which other processes do not change.
    [NeedsPathFact("/proc/thread-self/schedstat")]
    public void Recording_points_costs_less_than_a_five_hundredth_of_a_core()
    {
        const int rounds = 20;
        Run run = Store.NewRun();
        using SystemSampler sampler = SystemSampler.Start(run.Id, TimeSpan.FromHours(1), () => Store);
        Until(() => Count(run) == 1);

        // The first ones compile the code.
        sampler.Record();
        sampler.Record();
        double before = Scheduled();
        for (int i = 0; i < rounds; i++) sampler.Record();
        double each = (Scheduled() - before) / rounds;
        Assert.True(each < SystemSampler.DefaultInterval.TotalSeconds * 0.002, string.Create(CultureInfo.InvariantCulture, $"{each} s each"));

        static double Scheduled() => long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e9;
    }

    [Fact]
    public void An_interval_of_less_than_a_second_or_more_than_a_day_is_refused()
    {
        Expect.Refused("InvalidSampling", () => SystemSampler.Check(TimeSpan.FromMilliseconds(999)));
        Expect.Refused("InvalidSampling", () => SystemSampler.Start("id", TimeSpan.FromDays(1.01), () => Store));
        Assert.Equal(Second, SystemSampler.Check(Second));
    }

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), "It did not become true.");

    private SystemSampler Start(Run run) => SystemSampler.Start(run.Id, Second, () => Store);

    private Metric? Series(Run run) => (Metric?)Read(run).MetricStatistics["system/memory/process"];

    private long Count(Run run) => Series(run)?.Count ?? 0;

    private IEnumerable<string> Names(Run run) => Read(run).MetricStatistics.Keys.Cast<string>();

    private Run Read(Run run) => Store.Runs.Query(new() { Ids = [run.Id] }, Expect.None).Single();
}
