using System.Reflection;
using System.Text;

namespace ExperimentTracker.Page;

/// <summary>The files of the pages that dashboards and reports show: src/ExperimentTracker.DashboardPage, embedded unchanged.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    private static readonly Assembly Assembly = typeof(PageFiles).Assembly;

    /// <summary>The paths of the files within that folder, with slashes.</summary>
    public static IReadOnlySet<string> Names { get; } =
        Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).ToHashSet(StringComparer.Ordinal);

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static byte[] Bytes(string name)
    {
        using Stream stream = Assembly.GetManifestResourceStream(Prefix + name) ?? throw new InvalidOperationException($"The module has no page file {name}.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));
}
