using System.Reflection;

namespace ExperimentTracker.Tests.Support;

/// <summary>The source files that the tests were built from.</summary>
public static class SourceTree
{
    public static string Root { get; } = typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "SourceRoot").Value!;

    /// <summary>The C# files of a project, except generated ones.</summary>
    public static IEnumerable<string> CSharpFilesOf(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(Root, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    public static string ProjectFileOf(string project) => Path.Combine(Root, "src", project, project + ".csproj");
}
