using System.Text.RegularExpressions;

namespace ExperimentTracker.Tests.Architecture;

/// <summary>Only Storage contains SQL, so that another engine can be added beside SQLite.</summary>
public sealed partial class SqlPlacementTests
{
    [Theory]
    [InlineData("ExperimentTracker")]
    [InlineData("ExperimentTracker.Core")]
    [InlineData("ExperimentTracker.Web")]
    public void There_is_no_SQL_outside_of_Storage(string project)
    {
        string[] files = [.. SourceTree.CSharpFilesOf(project)];
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.DoesNotMatch(Sql(), WithoutComments(File.ReadAllText(f))));
    }

    [Fact]
    public void The_search_finds_the_SQL_that_there_is() =>
        Assert.Contains(SourceTree.CSharpFilesOf("ExperimentTracker.Storage"), f => Sql().IsMatch(WithoutComments(File.ReadAllText(f))));

    [Theory]
    [InlineData("SELECT a.id,\n  a.key FROM artifacts", true)]
    [InlineData("INSERT INTO runs (id)", true)]
    [InlineData("UPDATE runs SET status = 1", true)]
    [InlineData("DELETE FROM runs", true)]
    [InlineData("Select the run from the list", false)]
    [InlineData("Update-Run sets what stays open", false)]
    public void The_search_tells_SQL_from_prose(string text, bool isSql) => Assert.Equal(isSql, Sql().IsMatch(text));

    private static string WithoutComments(string source) => Comment().Replace(source, "");

    [GeneratedRegex(@"\bSELECT\b[^;]*?\bFROM\b|\bINSERT\s+(OR\s+\w+\s+)?INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE\s+FROM\b|\bCREATE\s+(TABLE|VIEW|INDEX)\b|\bPRAGMA\b")]
    private static partial Regex Sql();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
