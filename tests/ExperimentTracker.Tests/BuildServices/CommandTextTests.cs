using System.Globalization;
using ExperimentTracker.Tests.Support.Agents;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.BuildServices;

public sealed class CommandTextTests
{
    public static TheoryData<string> Commands => new(
        "##vso[task.setvariable variable=x]y",
        "text before ##vso[task.setvariable variable=x]y",
        "##VSO[task.setvariable variable=x]y",
        "###vso[task.setvariable variable=x]y",
        "####vso[task.setvariable variable=x]y",
        "##vso[##vso[task.setvariable variable=x]y",
        "##[error]x",
        "x ##[set-output name=a]b",
        "##[##[error]x",
        "::error::x",
        "  \t::error::x",
        "\u00a0\u2003::set-env name=PATH::x",
        "first\n::error::x",
        "first\r::error::x",
        "first\u0085::error::x",
        "first\u2028::error::x",
        "first\u2029 ::error::x",
        "\v\f::error::x",
        "\uFEFF::error::x",
        "first\r\n##vso[task.complete result=Failed]",
        "::STOP-COMMANDS::token",
        "::any-token-at-all::",
        "::a::b::c::",
        ":::error::x",
        "::::error::x");

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_in_a_text_is_neutralised(string text)
    {
        string safe = CommandText.Neutralise(text);
        Assert.False(CommandText.IsHarmless(text));
        Assert.True(CommandText.IsHarmless(safe));
        Assert.Empty(AzureAgent.Read(safe));
        Assert.Empty(GitHubRunner.Read(safe));
        Assert.Equal(text.Replace(" ", ""), safe.Replace(" ", ""));
    }

    // Both services search for their prefixes with comparisons that ignore zero-width characters.
    [Theory]
    [InlineData("#\u00AD#vso[task.complete]")]
    [InlineData("##\u200Bvso[task.complete]")]
    [InlineData("##v\u2060so[task.complete]")]
    [InlineData("##\uFEFF[error]x")]
    [InlineData("\u200B::error::x")]
    [InlineData(":\u200D:error::x")]
    public void A_command_with_invisible_characters_is_neutralised(string text)
    {
        string safe = CommandText.Neutralise(text);
        foreach (CompareInfo compare in new[] { CultureInfo.InvariantCulture.CompareInfo, CultureInfo.GetCultureInfo("en-US").CompareInfo, CultureInfo.GetCultureInfo("tr-TR").CompareInfo })
        {
            Assert.Equal(-1, compare.IndexOf(safe, "##vso["));
            Assert.Equal(-1, compare.IndexOf(safe, "##["));
            Assert.False(compare.IsPrefix(safe.TrimStart(), "::"));
        }
    }

    // A narrow table or list wraps a long value, so that any part of it can be at the start of a line.
    [Theory]
    [InlineData("a long message, then ::error::x")]
    [InlineData("a long message, then ::Set-Env name=a::x")]
    [InlineData("12345678::noticezzz")]
    public void A_known_command_is_neutralised_wherever_the_text_is_wrapped(string text)
    {
        string safe = CommandText.Neutralise(text);
        for (int i = 1; i < safe.Length; i++)
        {
            Assert.Empty(GitHubRunner.Read(safe.Insert(i, "\n"), passOverUnknown: true));

            // In a table, the next column follows on the same line.
            for (int j = i + 1; j <= safe.Length; j++) Assert.Empty(GitHubRunner.Read($"{safe[i..j]} next::column\n", passOverUnknown: true));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("loss")]
    [InlineData("[Math]::Exp(1) and std::vector<int> and A::B::C")]
    [InlineData("# a heading\n## another [with a link](x)")]
    [InlineData("issue #12 [open]")]
    [InlineData("C:\\path: 12:30:00")]
    public void Other_text_stays_as_it_is(string text) => Assert.Equal(text, CommandText.Neutralise(text));
}
