using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Contract;

public abstract class RunLogQueryContract(StoreUnderTest underTest) : StoreContract(underTest)
{
    [Fact]
    public void Long_logs_are_complete_in_either_order()
    {
        Run run = Store.NewRun(), other = Store.NewRun();
        Add(other, "not mine");
        Add(run, [.. Enumerable.Range(0, 3500).Select(i => $"{i}")]);
        Assert.Equal(Enumerable.Range(0, 3500).Select(i => $"{i}"), Texts(new() { RunId = run.Id }));
        Assert.Equal(Enumerable.Range(0, 3500).Reverse().Select(i => $"{i}"), Texts(new() { RunId = run.Id, NewestFirst = true }));
    }

    [Fact]
    public void What_was_written_after_an_entry_is_what_others_added_since()
    {
        Run run = Store.NewRun(), other = Store.NewRun();
        Add(run, "a", "b");
        string last = Store.Logs.Query(new() { RunId = run.Id, NewestFirst = true }, None).First().Id;
        Assert.Empty(Texts(new() { RunId = run.Id, AfterId = last }));
        Add(other, "x");
        Add(run, "c");
        Assert.Equal(["c"], Texts(new() { RunId = run.Id, AfterId = last }));
    }

    [Fact]
    public void Both_ends_of_a_span_of_time_belong_to_it()
    {
        Run run = Store.NewRun();
        foreach (long ticks in new[] { 10L, 20, 30, 40 }) Store.Logs.Add([new() { RunId = run.Id, Message = $"{ticks}", Ticks = ticks }], None);
        Assert.Equal(["20", "30"], Texts(new() { RunId = run.Id, Since = 20, Until = 30 }));
        Assert.Equal(["40"], Texts(new() { RunId = run.Id, Since = 31 }));
    }

    [Fact]
    public void A_reader_that_pauses_does_not_block_writers()
    {
        Run run = Store.NewRun();
        Add(run, [.. Enumerable.Range(0, 1500).Select(i => $"{i}")]);
        using IEnumerator<RunLog> reader = Store.Logs.Query(new() { RunId = run.Id }, None).GetEnumerator();
        Assert.True(reader.MoveNext());
        Add(run, "later");
        int seen = 1;
        while (reader.MoveNext()) seen++;
        Assert.Equal((1501, "later"), (seen, Texts(new() { RunId = run.Id, NewestFirst = true }).First()));
    }

    private IEnumerable<string> Texts(RunLogQuery query) => Store.Logs.Query(query, None).Select(l => l.Message!);

    private void Add(Run run, params string[] lines) =>
        Store.Logs.Add([.. lines.Select(l => new RunLogDraft { RunId = run.Id, Message = l, Ticks = UtcTicks.Now(Store.Time) })], None);
}
