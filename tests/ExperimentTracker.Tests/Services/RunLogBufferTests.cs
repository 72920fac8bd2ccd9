using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Services;

public sealed class RunLogBufferTests : IDisposable
{
    private readonly StoreUnderTest underTest = StoreUnderTest.InMemory();
    private readonly Run run;

    public RunLogBufferTests()
    {
        run = Store.NewRun();
        underTest.Clock.AutoAdvanceAmount = TimeSpan.Zero;
    }

    private IExperimentStore Store => underTest.Store;

    public void Dispose() => underTest.Dispose();

    [Fact]
    public void Lines_of_many_threads_are_all_kept_each_thread_in_its_order()
    {
        using (RunLogBuffer buffer = New())
        {
            Parallel.For(0, 4, thread =>
            {
                for (int i = 0; i < 2500; i++) buffer.Add($"thread {thread}", $"{i}");
            });
        }

        Assert.All(
            Store.Logs.List(run.Id, null, null, Expect.None).GroupBy(l => l.Stream),
            stream => Assert.Equal(Enumerable.Range(0, 2500).Select(i => $"{i}"), stream.Select(l => l.Message)));
        Assert.Equal(10_000, Store.Logs.List(run.Id, null, null, Expect.None).Count);
    }

    [Fact]
    public void A_few_lines_are_written_after_a_delay_without_another_call()
    {
        using RunLogBuffer buffer = New();
        buffer.Add("Output", "first");
        Assert.Equal([0, 1], CountsAround(TimeSpan.FromMilliseconds(250)));
        buffer.Add("Output", "second");
        Assert.Equal([1, 2], CountsAround(TimeSpan.FromMilliseconds(250)));
    }

    [Fact]
    public void A_failure_is_kept_and_throws_nothing()
    {
        Store.End(run);
        Store.Runs.Remove([run.Id], Expect.None);
        using RunLogBuffer buffer = New();
        buffer.Add("Output", "lost");
        buffer.Flush();
        Assert.Equal("RecordRemoved", buffer.Failure!.ErrorId);
        buffer.Add("Output", "after the limit");
    }

    [Fact]
    public void A_long_line_is_cut_between_characters()
    {
        using (RunLogBuffer buffer = New())
        {
            buffer.Add("Output", new string('a', RunLogBuffer.MaxLength));
            buffer.Add("Output", new string('a', RunLogBuffer.MaxLength - 1) + "😀 and more");
        }

        string[] kept = [.. Store.Logs.List(run.Id, null, null, Expect.None).Select(l => l.Message!)];
        Assert.Equal(RunLogBuffer.MaxLength, kept[0].Length);
        Assert.EndsWith("a… (11 more characters)", kept[1], StringComparison.Ordinal);
    }

    // The numbers of lines one millisecond before the specified time from now, and at that time.
    private int[] CountsAround(TimeSpan wait)
    {
        var millisecond = TimeSpan.FromMilliseconds(1);
        underTest.Clock.Advance(wait - millisecond);
        int before = Store.Logs.List(run.Id, null, null, Expect.None).Count;
        underTest.Clock.Advance(millisecond);
        return [before, Store.Logs.List(run.Id, null, null, Expect.None).Count];
    }

    private RunLogBuffer New() => new(() => Store, run.Id, Store.Time);
}
