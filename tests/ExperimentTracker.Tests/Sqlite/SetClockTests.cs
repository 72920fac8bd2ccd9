using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Tests.Sqlite;

/// <summary>Runs during which the clock of the computer is set.</summary>
public sealed class SetClockTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SetClock clock = new();
    private readonly IExperimentStore store;

    public SetClockTests() => store = new SqliteEngine(new EngineOptions { Time = clock }).Open(StoreAddress.OfFolder(folder.Sub("store")), StoreOpening.OrCreate, Expect.None);

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_lasts_as_long_as_it_did_when_the_clock_is_set_back(bool pendingFirst)
    {
        Run run = store.NewRun(start: !pendingFirst);
        if (pendingFirst) run = store.Start(run);
        clock.Elapse(TimeSpan.FromSeconds(90));
        clock.Set(TimeSpan.FromDays(-364));
        run = store.End(run);
        Assert.Equal(TimeSpan.FromSeconds(90), run.Duration);
        Assert.Equal(TimeSpan.FromSeconds(90), run.EndedAtUtc - run.StartedAtUtc);
    }

    [Fact]
    public void Small_adjustments_and_a_suspended_computer_keep_the_time_of_the_clock()
    {
        Run adjusted = store.NewRun(), suspended = store.NewRun();
        clock.Elapse(TimeSpan.FromSeconds(10));
        clock.Set(TimeSpan.FromMilliseconds(-500));
        Assert.Equal(TimeSpan.FromSeconds(9.5), store.End(adjusted).Duration);
        clock.Set(TimeSpan.FromHours(8)); // the counter stops meanwhile
        Assert.Equal(clock.GetUtcNow().UtcDateTime, store.End(suspended).EndedAtUtc);
    }

    [Fact]
    public void A_run_that_another_process_ends_lasts_no_negative_time()
    {
        Run run = store.NewRun(), later = store.NewRun();
        clock.Set(TimeSpan.FromDays(-1));
        Assert.Equal(TimeSpan.Zero, store.Again(run).Duration);
        var other = new SetClock();
        other.Set(TimeSpan.FromDays(-1));
        using (IExperimentStore there = new SqliteEngine(new EngineOptions { Time = other }).Open(StoreAddress.OfFolder(store.Path), StoreOpening.Existing, Expect.None))
        {
            Assert.Equal(TimeSpan.Zero, there.End(run).Duration);
        }

        clock.Set(TimeSpan.FromDays(1));
        clock.Elapse(TimeSpan.FromSeconds(1));
        store.End(later);
        var filter = new PropertyComparison(new(nameof(Run.Duration)), FilterOperator.Less, TimeSpan.Zero, "");
        Assert.Empty(store.Runs.Query(new() { Filter = filter }, Expect.None));
        Assert.Equal([run.Id, later.Id], store.Runs.Query(new() { Order = new(new(nameof(Run.Duration)), Descending: false) }, Expect.None).Select(r => r.Id));
    }

    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        private long counter = 1000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Elapse(TimeSpan time) => (now, counter) = (now + time, counter + time.Ticks);

        public void Set(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => counter;
    }
}
