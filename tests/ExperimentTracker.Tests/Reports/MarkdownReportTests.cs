using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Reports;

namespace ExperimentTracker.Tests.Reports;

public sealed class MarkdownReportTests : IDisposable
{
    private readonly StoreUnderTest store = StoreUnderTest.InMemory();

    public void Dispose() => store.Dispose();

    [Theory]
    [InlineData("val/loss", "val/loss")]
    [InlineData("the first_try, 50% of x+y (2)", "the first_try, 50% of x+y (2)")]
    [InlineData("", "")]
    [InlineData("<script>alert(1)</script>", @"\<script\>alert(1)\</script\>")]
    [InlineData("'; DROP TABLE runs;--", "'; DROP TABLE runs;--")]
    [InlineData("![x](javascript:alert(1))", @"!\[x\](javascript:alert(1))")]
    [InlineData("a|b", @"a\|b")]
    [InlineData(@"C:\temp", @"C:\\temp")]
    [InlineData("**bold** _it_ ~~no~~ `code`", @"\*\*bold\*\* \_it\_ \~\~no\~\~ \`code\`")]
    [InlineData("&lt; $x$ # :tada:", @"\&lt; \$x\$ \# \:tada:")]
    [InlineData("see https://example.com/a|b now", @"see `https://example.com/a\|b` now")]
    [InlineData("@everyone #12 WWW.example.com `@me`", "`@everyone` `#12` `WWW.example.com` `` `@me` ``")]
    [InlineData("two\nlines\r\nof text", "two ⏎ lines ⏎ of text")]
    [InlineData("tab\tbell\a", "tab bell\uFFFD")]
    public void Text_in_a_line_stays_text(string text, string markdown) => Assert.Equal(markdown, MarkdownText.Inline(text));

    [Theory]
    [InlineData("- no list", @"\- no list")]
    [InlineData("1. no list", @"1\. no list")]
    [InlineData("===", @"\===")]
    [InlineData("---", @"\---")]
    [InlineData("# no heading", @"\# no heading")]
    [InlineData("> no quotation", @"\> no quotation")]
    [InlineData("one\n- two", "one  \n\\- two")]
    [InlineData("-0.5 is a number, 1.5 too", "-0.5 is a number, 1.5 too")]
    public void A_paragraph_stays_one(string text, string markdown) => Assert.Equal(markdown, MarkdownText.Paragraph(text));

    [Fact]
    public void A_block_ends_where_it_should() => Assert.Equal("````text\na ``` b\nc\uFFFD\n````", MarkdownText.Block("a ``` b\r\nc\u001b\n"));

    [Fact]
    public void A_run_is_reported_with_its_metrics_and_their_curves()
    {
        Run run = store.Store.NewRun(new RunDraft
        {
            ExperimentId = store.Store.NewExperiment("iris").Id,
            Name = "the best",
            Start = true,
            Parameters = StoreSteps.Named(("lr", 0.1), ("optimizer", StoreSteps.Named(("name", "sgd")))),
            Tags = StoreSteps.Named(("candidate", null), ("owner", "ada")),
        });
        store.Store.Append(run, "loss", [3, 2, 1, 1.5], MetricGoal.Minimize, "nats");
        string[] lines = Reports.Markdown(Reports.OfRuns(store.Store, store.Store.Again(run))).Split('\n');
        Assert.Equal("# iris/000", lines[0]);
        Assert.StartsWith("the best · Running · ", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(" · candidate, owner=ada", lines[2], StringComparison.Ordinal);
        Assert.Contains("| loss, nats | 1.5 | 1 | 1 | 3 | 1.875 | 4 | █▅▁▃ |", lines);
        Assert.Contains("| lr | 0.1 |", lines);
        Assert.Contains("| optimizer.name | sgd |", lines);
    }

    [Fact]
    public void Several_runs_are_reported_with_their_differences_and_the_best_is_marked()
    {
        string text = Reports.Markdown(Reports.OfRuns(store.Store, [.. ReportStore.Known(store.Store, "other")]));
        string[] lines = text.Split('\n');
        Assert.Contains("- Runs: 5 (4 succeeded, 1 failed)", lines);
        Assert.Contains("- The same in all runs: epochs=100", lines);
        Assert.Contains("| lr | 0.1 | 0.01 | 0.1 | 0.5 | 0.3 |", lines);
        Assert.Contains("| optimizer | sgd | sgd | adam | adam | – |", lines);
        Assert.Contains("| loss | **0.1** | 0.2 | 0.3 | NaN | – |", lines);
        Assert.Equal(5, lines.Count(l => l.Contains("plot.png", StringComparison.Ordinal)));
        Assert.All(TablesOf(lines), table => Assert.Single(table.Select(Columns).Distinct()));
    }

    [Fact]
    public void Hostile_names_do_not_break_tables()
    {
        string[] lines = Reports.Markdown(Reports.OfRuns(store.Store, ReportStore.Hostile(store.Store).Run)).Split('\n');
        Assert.All(TablesOf(lines), table => Assert.Single(table.Select(Columns).Distinct()));
        Assert.Equal(
            ["## Metrics", "## Parameters", "## Data and models", "## Artifacts", "## Code", "## Environment", "## Identity"],
            lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Direction_marks_are_shown_as_replaced()
    {
        Run run = store.Store.NewRun(new Contracts.Runs.RunDraft { ExperimentId = store.Store.NewExperiment("\u202Eexe.gnp").Id, Name = "a\u2066b", Start = true });
        string text = Reports.Markdown(Reports.OfRuns(store.Store, run));
        Assert.Contains("\uFFFDexe.gnp", text, StringComparison.Ordinal);
        Assert.Contains("a\uFFFDb", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => c is '\u202E' or '\u2066');
    }

    [Fact]
    public void Of_very_many_runs_the_first_are_shown_and_the_rest_is_counted()
    {
        Experiment experiment = ReportStore.Large(store.Store, 250, 8);
        string text = Reports.Markdown(Reports.OfExperiment(store.Store, experiment));
        Assert.Equal(200, text.Split("| sweep/").Length - 1);
        Assert.Contains("A report in HTML also has 50 more runs and 2 more metrics.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_report_says_so() => Assert.Contains("There are no runs.", Reports.Markdown(), StringComparison.Ordinal);

    // Groups of consecutive table lines.
    private static IEnumerable<List<string>> TablesOf(string[] lines)
    {
        List<string> table = [];
        foreach (string line in lines.Append(""))
        {
            if (line.StartsWith('|')) table.Add(line);
            else if (table.Count > 0)
            {
                yield return table;
                table = [];
            }
        }
    }

    private static int Columns(string row) => row.Replace(@"\\", "").Replace(@"\|", "").Count(c => c == '|') - 1;
}
