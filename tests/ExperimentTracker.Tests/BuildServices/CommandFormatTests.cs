using ExperimentTracker.BuildServices;
using ExperimentTracker.Tests.Support.Agents;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.BuildServices;

public sealed class CommandFormatTests
{
    public static TheoryData<string> Texts => new(
        "plain", "", "50%", "%0A", "%AZP25", "%25", "%3B;]%5D", "a;b=c]d", "two\nlines", "two\r\nlines", "x,y:z", "ünï ✓", "::error::", "##vso[task.complete]");

    [Theory]
    [MemberData(nameof(Texts))]
    public void Azure_reads_what_was_meant(string text)
    {
        AgentCommand command = AzureAgent.Read(AzureCommand.Format("task.setvariable", text, ("variable", text), ("isOutput", "true"))).Single();
        Assert.Equal(("task.setvariable", text, text, "true"), (command.Name, command.Data, command.Properties["variable"], command.Properties["isoutput"]));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void GitHub_reads_what_was_meant(string text)
    {
        // Only data and properties that are displayed are neutralised. Other properties are names and positions of files.
        string line = GitHubCommand.Format("error", CommandText.Neutralise(text), ("title", CommandText.Neutralise(text)));
        AgentCommand command = GitHubRunner.Read(line).Single();
        Assert.Equal((CommandText.Neutralise(text), CommandText.Neutralise(text)), (command.Data, command.Properties["title"]));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    [InlineData("end\nother=injected\nend")]
    [InlineData("<<EOF\nEOF\nother=injected")]
    public void A_value_in_a_file_of_GitHub_ends_where_it_should(string value)
    {
        using var folder = new TempFolder();
        string path = folder.Write("output", GitHubCommand.FileEntry("first", value) + GitHubCommand.FileEntry("second", "2"));
        Dictionary<string, string> read = GitHubRunner.ReadFile(path);
        Assert.Equal([("first", value), ("second", "2")], read.Select(p => (p.Key, p.Value)));
    }

    [Fact]
    public void Two_entries_of_a_file_never_share_a_delimiter()
    {
        string[] delimiters = [.. Enumerable.Range(0, 100).Select(_ => GitHubCommand.FileEntry("x", "y").Split('\n')[0])];
        Assert.Equal(100, delimiters.Distinct(StringComparer.Ordinal).Count());
        Assert.All(delimiters, d => Assert.True(d.Length >= 32, d));
    }
}
