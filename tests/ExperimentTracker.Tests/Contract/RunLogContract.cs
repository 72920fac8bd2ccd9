using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Tests.Contract;

public abstract class RunLogContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly long Start = new DateTime(2024, 3, 1, 12, 0, 0, DateTimeKind.Utc).Ticks;

    [Fact]
    public void Lines_are_returned_unchanged_in_the_order_of_writing()
    {
        Run run = Store.NewRun(), other = Store.NewRun();
        string[] lines = ["", "tab\tand ünïcode \U0001F600", "it's \"quoted\"", "two\nlines", new string('x', 100_000), "same", "same"];
        Store.Logs.Add([.. lines.Select((line, i) => Line(run, line) with { Ticks = Start - i })], None);
        Store.Logs.Add([Line(other, "another"), Line(run, "last")], None);
        Assert.Equal([.. lines, "last"], Store.Logs.List(run.Id, null, null, None).Select(l => l.Message!));
        RunLog first = Store.Logs.List(run.Id, null, null, None)[0];
        Assert.Equal((run.Id, run.Path, Start), (first.RunId, first.Run, Expect.TicksOf(first.LoggedAt)));
    }

    [Fact]
    public void Added_entries_are_returned()
    {
        Run run = Store.NewRun();
        IReadOnlyList<RunLog> made = Store.Logs.Add(
            [Line(run, "a") with { Stream = "Error" }, new() { RunId = run.Id, Id = "log_1", Location = "logs/run.log", Ticks = Start }], None);
        Assert.Equal(made, Store.Logs.List(run.Id, null, null, None));
        Assert.Equal(("log_1", null, "logs/run.log"), (made[1].Id, made[1].Message, made[1].Location));
        Assert.Empty(Store.Logs.Add([], None));
    }

    [Fact]
    public void The_last_ones_are_counted_after_the_streams_were_chosen()
    {
        Run run = Store.NewRun();
        Store.Logs.Add([.. Enumerable.Range(0, 10).Select(i => Line(run, $"{i}") with { Stream = i % 2 == 0 ? "even" : "odd" })], None);
        Assert.Equal(["6", "8"], Texts("even", 2));
        Assert.Equal(["7", "8", "9"], Store.Logs.List(run.Id, ["odd", "even"], 3, None).Select(l => l.Message));
        Assert.Empty(Texts("even", 0));
        Assert.Equal(5, Texts("odd", 100).Count());
        Assert.Empty(Texts("none", null));
        Assert.Empty(Store.Logs.List("nope", null, null, None));

        IEnumerable<string?> Texts(string stream, int? last) => Store.Logs.List(run.Id, [stream], last, None).Select(l => l.Message);
    }

    [Theory]
    [InlineData("Error", "ERROR")]
    [InlineData("größe", "GRÖSSE", false)]
    [InlineData("größe", "GRÖßE")]
    [InlineData("журнал", "Журнал")]
    [InlineData("it's", "IT'S")]
    public void Streams_ignore_case(string written, string asked, bool fits = true)
    {
        Run run = Store.NewRun();
        Store.Logs.Add([Line(run, "yes") with { Stream = written }, Line(run, "none"), Line(run, "other") with { Stream = "other" }], None);
        Assert.Equal(fits ? ["yes"] : [], Under("tr-TR", () => Store.Logs.List(run.Id, [asked], null, None)).Select(l => l.Message));
    }

    [Fact]
    public void A_bad_one_in_a_batch_leaves_nothing_of_the_batch()
    {
        Run run = Store.NewRun();
        Expect.Refused("RunLogIdExists", () => Store.Logs.Add([Line(run, "a") with { Id = "x" }, Line(run, "b") with { Id = "x" }], None));
        Expect.Refused("InvalidId", () => Store.Logs.Add([Line(run, "a"), Line(run, "b") with { Id = " " }], None));
        Expect.Refused("RunNotFound", () => Store.Logs.Add([Line(run, "a"), new() { RunId = "nope", Message = "b", Ticks = Start }], None));
        Assert.Empty(Store.Logs.List(run.Id, null, null, None));
    }

    [Fact]
    public void An_ended_run_can_be_logged_to_and_a_removed_one_cannot()
    {
        Run run = Store.End(Store.NewRun());
        Store.Logs.Add([Line(run, "late")], None);
        Store.Runs.Remove([run.Id], None);
        Expect.Refused("RecordRemoved", () => Store.Logs.Add([Line(run, "later")], None));
        Store.Runs.Restore([run.Id], None);
        Assert.Equal(["late"], Store.Logs.List(run.Id, null, null, None).Select(l => l.Message));
    }

    private static RunLogDraft Line(Run run, string message) => new() { RunId = run.Id, Message = message, Ticks = Start };
}
