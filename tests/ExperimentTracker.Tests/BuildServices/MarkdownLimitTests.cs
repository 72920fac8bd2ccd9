using System.Text;
using ExperimentTracker.Summaries;

namespace ExperimentTracker.Tests.BuildServices;

public sealed class MarkdownLimitTests
{
    [Fact]
    public void What_fits_stays_as_it_is_to_the_byte()
    {
        string text = Page(20);
        Assert.Equal(text, MarkdownLimit.Cut(text, Bytes(text)));
        Assert.NotEqual(text, MarkdownLimit.Cut(text, Bytes(text) - 1));
    }

    [Fact]
    public void At_every_limit_the_rest_is_valid_and_says_how_much_was_omitted()
    {
        string text = Page(12);
        for (int most = 0; most < Bytes(text); most++)
        {
            string cut = MarkdownLimit.Cut(text, most);
            Assert.InRange(Bytes(cut), 0, most);
            if (cut.Length == 0) continue;
            string[] lines = cut.TrimEnd('\n').Split('\n');
            string kept = cut[..(cut.LastIndexOf("\n*", StringComparison.Ordinal))];

            // An open code block was closed.
            if (!text.StartsWith(kept, StringComparison.Ordinal)) kept = kept[..^"```\n".Length];
            Assert.StartsWith(kept, text, StringComparison.Ordinal);
            Assert.Equal($"*{Lines(text) - Lines(kept)} more lines are omitted: the page has a size limit.*", lines[^1]);
            AssertWellFormed(lines[..^1]);
        }
    }

    [Fact]
    public void A_line_that_does_not_fit_ends_the_page_before_it()
    {
        string cut = MarkdownLimit.Cut($"first\n\n{new string('ü', 500)}\nlast\n", 300);
        Assert.StartsWith("first\n\n*3 more lines", cut, StringComparison.Ordinal);
    }

    // Every remaining line is a line of the page, every table has its header, its delimiter row and at least one row, and every code block is closed.
    private static void AssertWellFormed(string[] lines)
    {
        bool inside = false;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal)) inside = !inside;
            if (inside || !lines[i].StartsWith('|')) continue;
            Assert.EndsWith(" |", lines[i], StringComparison.Ordinal);
            Assert.Equal(4, lines[i].Count(c => c == '|'));
            bool isHead = i == 0 || !lines[i - 1].StartsWith('|');
            if (!isHead) continue;
            Assert.StartsWith("| --- ", lines[i + 1], StringComparison.Ordinal);
            Assert.StartsWith("| ", lines[i + 2], StringComparison.Ordinal);
        }

        Assert.False(inside);
        Assert.All(Enumerable.Reverse(lines).SkipWhile(l => l.Length == 0).Take(1), last => Assert.False(last.StartsWith('#'), last));
    }

    private static int Lines(string text) => text.Count(c => c == '\n');

    private static string Page(int rows)
    {
        var text = new StringBuilder("## Title\n\nfirst ünï\n\n### Table\n\n| a | b | c |\n| --- | ---: | --- |\n");
        for (int i = 0; i < rows; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| row {i} | {i * 111} | ▁▂▃ |\n");
        text.Append("\n### Code\n\n```text\n");
        for (int i = 0; i < 5; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"code {i}\n");
        return text.Append("```\n\nafter the code\n\n### Second\n\n| a | b | c |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n").ToString();
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
