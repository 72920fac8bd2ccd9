using ExperimentTracker.Interop;
using ExperimentTracker.Mcp;
using ExperimentTracker.Storage;
using ExperimentTracker.Web;
using ExperimentTracker.Tests.Architecture.Circle.One;

namespace ExperimentTracker.Tests.Architecture;

/// <summary>Namespaces of an assembly have no dependency cycles.</summary>
public sealed class LayeringTests
{
    private const string Samples = "ExperimentTracker.Tests.Architecture.Circle.";

    public static TheoryData<string, int> Assemblies => new()
    {
        { typeof(Run).Assembly.Location, 20 },
        { typeof(SqliteEngine).Assembly.Location, 10 },
        { Path.Combine(AppContext.BaseDirectory, "ExperimentTracker.dll"), 10 },
        { typeof(DashboardServer).Assembly.Location, 7 },
        { typeof(AssistantServer).Assembly.Location, 2 },
        { typeof(TransferFormats).Assembly.Location, 4 },
    };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Namespaces_have_no_dependency_cycles(string path, int atLeast)
    {
        NamespaceGraph graph = NamespaceGraph.Of(path);
        Assert.True(graph.Edges.Keys.SelectMany(e => new[] { e.From, e.To }).Distinct().Count() >= atLeast);
        Assert.Empty(graph.Circles());
    }

    [Fact]
    public void References_in_a_method_body_close_a_cycle()
    {
        IReadOnlyList<string> circles = NamespaceGraph.Of(typeof(Caller).Assembly.Location).Circles();
        Assert.Contains(circles, c => c.StartsWith($"{Samples}One -> {Samples}Two ", StringComparison.Ordinal));
        Assert.Contains(circles, c => c.StartsWith($"{Samples}Two -> {Samples}One ", StringComparison.Ordinal));
        Assert.All(circles, c => Assert.StartsWith(Samples, c, StringComparison.Ordinal));
    }

    // Each use has a separate type, so that no other edge can hide a missing one.
    [Theory]
    [InlineData(nameof(Circle.Below.InLambda))]
    [InlineData(nameof(Circle.Below.InIterator))]
    [InlineData(nameof(Circle.Below.AsArgument))]
    [InlineData(nameof(Circle.Below.IAsConstraint))]
    [InlineData(nameof(Circle.Below.AsCaught))]
    [InlineData(nameof(Circle.Below.AsField))]
    [InlineData(nameof(Circle.Below.InAttribute))]
    public void A_use_is_seen_wherever_it_is(string used) => Assert.Contains(
        NamespaceGraph.UsesOf(typeof(Caller).Assembly.Location, $"{Samples}One.User"), u => u == $"{Samples}Below.{used}");

    [Theory]
    [InlineData("ExperimentTracker.Core", "Records", "ExperimentTracker")]
    [InlineData("ExperimentTracker", "Commands", "ExperimentTracker.Commands")]
    public void Folders_that_are_no_namespaces_share_the_same_one(string project, string folder, string expected)
    {
        string[] files = [.. SourceTree.CSharpFilesOf(project).Where(f => Path.GetRelativePath(Path.GetDirectoryName(SourceTree.ProjectFileOf(project))!, f).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))];
        Assert.True(files.Length > 20);
        Assert.All(files, f => Assert.Contains($"\nnamespace {expected};\n", "\n" + File.ReadAllText(f).ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }
}
