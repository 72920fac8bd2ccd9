using System.Reflection;
using System.Xml.Linq;
using ExperimentTracker.Interop;
using ExperimentTracker.Mcp;
using ExperimentTracker.Storage;
using ExperimentTracker.Web;

namespace ExperimentTracker.Tests.Architecture;

/// <summary>Assemblies depend on each other in one direction: cmdlets → Core ← Storage.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Core = typeof(Run).Assembly;
    private static readonly Assembly Store = typeof(SqliteEngine).Assembly;

    [Fact]
    public void Core_knows_neither_SQLite_nor_PowerShell_nor_Storage() =>
        AssertNoReference(Core, "Microsoft.Data.Sqlite", "SQLitePCLRaw", "System.Management.Automation", "ExperimentTracker.Storage", "ExperimentTracker");

    [Fact]
    public void Core_needs_nothing_but_the_framework() => Assert.All(
        Core.GetReferencedAssemblies(), a => Assert.True(a.Name!.StartsWith("System.", StringComparison.Ordinal) || a.Name == "Microsoft.Win32.Primitives", a.Name));

    [Fact]
    public void Storage_knows_neither_PowerShell_nor_the_cmdlets() => AssertNoReference(Store, "System.Management.Automation", "ExperimentTracker");

    [Fact]
    public void The_page_server_knows_neither_PowerShell_nor_an_engine() =>
        AssertNoReference(typeof(DashboardServer).Assembly, "System.Management.Automation", "ExperimentTracker", "ExperimentTracker.Storage", "Microsoft.Data.Sqlite");

    [Fact]
    public void The_server_for_assistants_knows_neither_PowerShell_nor_an_engine_nor_HTTP() =>
        AssertNoReference(typeof(AssistantServer).Assembly, "System.Management.Automation", "ExperimentTracker", "ExperimentTracker.Storage", "ExperimentTracker.Web");

    [Fact]
    public void The_formats_of_other_trackers_know_neither_PowerShell_nor_an_engine() =>
        AssertNoReference(typeof(TransferFormats).Assembly, "System.Management.Automation", "ExperimentTracker", "ExperimentTracker.Storage", "ExperimentTracker.Web");

    [Fact]
    public void The_formats_of_other_trackers_show_nothing_but_their_table() => Assert.Equal([typeof(TransferFormats)], typeof(TransferFormats).Assembly.GetExportedTypes());

    [Fact]
    public void Storage_shows_nothing_but_its_engine() =>
        Assert.Equal([typeof(SqliteEngine)], Store.GetExportedTypes());

    [Fact]
    public void The_engine_shows_nothing_of_SQLite()
    {
        IEnumerable<Type> shown = typeof(SqliteEngine).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType));
        Assert.All(shown, t => Assert.True(t.Assembly == Core || t.Assembly == typeof(object).Assembly, t.FullName));
    }

    [Fact]
    public void The_cmdlets_do_not_reference_Storage()
    {
        XDocument project = XDocument.Load(SourceTree.ProjectFileOf("ExperimentTracker"));
        Assert.DoesNotContain(
            project.Descendants("ProjectReference"),
            r => ((string?)r.Attribute("Include") ?? "").Contains("ExperimentTracker.Storage", StringComparison.Ordinal));
        Assert.DoesNotContain(
            project.Descendants("PackageReference"), r => ((string?)r.Attribute("Include") ?? "").Contains("Sqlite", StringComparison.OrdinalIgnoreCase));
        Assert.All(SourceTree.CSharpFilesOf("ExperimentTracker"), f => Assert.DoesNotContain("using Microsoft.Data.Sqlite", File.ReadAllText(f), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ExperimentTracker.Core", "System.Management.Automation")]
    [InlineData("ExperimentTracker.Core", "ExperimentTracker.Storage")]
    [InlineData("ExperimentTracker.Storage", "System.Management.Automation")]
    public void A_lower_layer_does_not_refer_to_an_upper_one(string project, string name)
    {
        string[] files = [.. SourceTree.CSharpFilesOf(project)];
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.DoesNotContain("using " + name, File.ReadAllText(f), StringComparison.Ordinal));
    }

    private static void AssertNoReference(Assembly assembly, params string[] names) => Assert.DoesNotContain(
        assembly.GetReferencedAssemblies(),
        reference => names.Any(n => reference.Name == n || (n == "SQLitePCLRaw" && reference.Name!.StartsWith(n, StringComparison.Ordinal))));
}
