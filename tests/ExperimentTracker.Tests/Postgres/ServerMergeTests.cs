using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Postgres;

/// <summary>Merges into a server over a network that is slow or fails.</summary>
[NeedsPostgres]
public sealed class ServerMergeTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly StoreUnderTest other = StoreUnderTest.InMemory();
    private readonly ProxiedStore proxied = new();
    private Experiment? experiment;

    public void Dispose()
    {
        proxied.Dispose();
        other.Dispose();
    }

    [Fact]
    public void A_new_run_takes_three_trips_whatever_it_has()
    {
        Fill(1);
        Merge();
        Fill(4);
        long few = proxied.TripsOf(() => Merge());
        Fill(20);
        long many = proxied.TripsOf(() => Merge());

        // The runs that are there already are compared, so the second merge compares four more.
        long compared = proxied.TripsOf(() => Merge());
        Assert.InRange((many - few - (compared * 4.0 / 25)) / 16, 1, 3.5);
        Assert.InRange(compared / 25.0, 1, 13);
        Assert.Equal(StoreRecords.Text(other.Store), StoreRecords.Text(proxied.Direct));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_merge_whose_connection_is_lost_continues_and_counts_each_record_once(bool inCommit)
    {
        Fill(12);
        int seen = 0;
        MergeResult result = Merge(new Watch(record =>
        {
            if (!record.StartsWith("Run", StringComparison.Ordinal) || ++seen != 6) return;
            if (inCommit) proxied.Proxy.LoseAnswerTo("COMMIT");
            else proxied.Proxy.Cut();
        }));
        Assert.Equal((12L, other.Store.Describe(None).Points), (result.Counts.Single(c => c.Type == "Run").Added, result.Points));
        Assert.Equal(StoreRecords.Text(other.Store), StoreRecords.Text(proxied.Direct));
        Assert.Empty(proxied.Direct.Findings());
    }

    [Fact]
    public void A_merge_that_was_interrupted_is_completed_by_the_next_with_the_parents_of_runs_that_come_before_them()
    {
        Fill(3);
        Run child = other.Store.NewRun(experiment!), parent = other.Store.NewRun(experiment!);
        other.Store.Runs.Update(child.Id, new() { ParentRunId = parent.Id }, None);
        Fill(3);
        using var stop = new CancellationTokenSource();
        int seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Merge(
            new Watch(record =>
            {
                if (record.StartsWith("Run", StringComparison.Ordinal) && ++seen == 7) stop.Cancel();
            }),
            stop.Token));
        Assert.Equal(6, proxied.Direct.Runs.Query(new(), None).Count());
        Assert.Null(proxied.Direct.Again(child).ParentRunId);
        Merge();
        Assert.Equal(parent.Id, proxied.Direct.Again(child).ParentRunId);
        Assert.Equal(StoreRecords.Text(other.Store), StoreRecords.Text(proxied.Direct));
        MergeResult again = Merge();
        Assert.Equal((0L, 0L), (again.Added, again.Changed));
    }

    [Fact]
    public void Nothing_is_collected_that_a_merge_may_still_refer_to()
    {
        Fill(4);
        CollectionSummary? outcome = null;
        Merge(new Watch(record =>
        {
            if (!record.StartsWith("Run", StringComparison.Ordinal) || outcome is not null) return;
            string removed = proxied.Direct.Experiments.Query(new(), None).Single().Id;
            proxied.Direct.Experiments.Remove([removed], None);
            outcome = proxied.Direct.Maintenance.Collect(null, null, None);
        }));
        Assert.True(outcome!.IsPostponed);
        Assert.False(outcome.HasRecords);
        Assert.Empty(proxied.Direct.Findings());
        Assert.Equal((1, 4), (proxied.Direct.Maintenance.Collect(null, null, None) is var later ? later.Experiments : 0, later.Runs));
        Assert.Empty(proxied.Direct.Findings());
    }

    private MergeResult Merge(IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        using ITransferSource source = other.Store.Transfer.AsSource(None);
        return proxied.Store.Transfer.Merge(source, preview: false, progress, cancellation);
    }

    private void Fill(int runs)
    {
        experiment ??= other.Store.NewExperiment();
        for (int i = 0; i < runs; i++)
        {
            NamedValues values = StoreSteps.Named(("a", 1L), ("b", "x"), ("c", 0.5));
            Run run = other.Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Start = true, Parameters = values, Tags = values });
            for (int m = 0; m < 5; m++) other.Store.Log(run, $"m{m}", [.. Enumerable.Range(0, 40).Select(n => n / 3.0)]);
            other.Store.Evaluations.Add([new() { Type = RecordType.Epoch, RunId = run.Id, Accuracy = 0.5, Ticks = UtcTicks.Now(other.Store.Time) }], None);
            other.Store.Logs.Add([.. Enumerable.Range(0, 10).Select(n => new RunLogDraft { RunId = run.Id, Message = $"{n}", Ticks = UtcTicks.Now(other.Store.Time) })], None);
            other.Store.End(run);
        }
    }

    private sealed class Watch(Action<string> see) : IProgress<string>
    {
        public void Report(string value) => see(value);
    }
}
