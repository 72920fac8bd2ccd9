using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Web.Assets;

/// <summary>
/// The modules that a page loads. A browser learns of a module when it has the one that imports it; told of all at once, it does not wait for one
/// answer after the other.
/// </summary>
internal static partial class ModuleGraph
{
    // Addresses are resolved below a server that does not exist.
    private static readonly Uri Base = new("http://page/");

    /// <summary>Returns the page with a link that preloads each module which its module scripts import, directly or not.</summary>
    /// <param name="page">The text of the page.</param>
    /// <param name="read">Returns the text of a file of the page, or <see langword="null"/>.</param>
    public static string Preload(string page, Func<string, string?> read)
    {
        Match first = ModuleScript().Match(page);
        if (!first.Success) return page;
        Dictionary<string, string> names = ImportMap().Match(page) is { Success: true } map ? NamesIn(map.Groups["map"].Value) : [];
        var found = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(ModuleScript().Matches(page).Select(m => Resolve(m.Groups["src"].Value, Base)));
        while (next.TryDequeue(out string? path))
        {
            if (!known.Add(path) || read(path) is not { } text) continue;
            found.Add(path);
            foreach (Match import in Import().Matches(text))
            {
                string name = import.Groups["from"].Value;
                if (names.TryGetValue(name, out string? mapped)) next.Enqueue(Resolve(mapped, Base));
                else if (name.StartsWith('.')) next.Enqueue(Resolve(name, new Uri(Base, path)));
            }
        }

        // After the import map, which must come before the first module.
        return page.Insert(first.Index, string.Concat(found.Select(path => $"<link rel=\"modulepreload\" href=\"{path}\">\n")));
    }

    private static string Resolve(string address, Uri from) => new Uri(from, address).AbsolutePath[1..];

    private static Dictionary<string, string> NamesIn(string map) =>
        JsonDocument.Parse(map).RootElement.GetProperty("imports").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal);

    [GeneratedRegex("<script type=\"module\" src=\"(?<src>[^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex ModuleScript();

    [GeneratedRegex("<script type=\"importmap\">(?<map>.*?)</script>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex ImportMap();

    // Also matches exports of texts, which name no file.
    [GeneratedRegex("^(?:import|export)\\b[^\"';]*[\"'](?<from>[^\"']+)[\"']", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Import();
}
