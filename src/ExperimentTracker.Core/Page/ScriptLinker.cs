using System.Text;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Page;

/// <summary>
/// Joins a script module and everything it imports into one script, because a page that is opened from a file cannot load modules, and a policy that lists the
/// hash of one script allows nothing else. Each module becomes a function that returns what it exports (ECMA-262, Modules: imports and exports by name, and
/// a default). Modules may not import each other in a circle, and import and export statements begin a line or the file.
/// </summary>
internal sealed partial class ScriptLinker
{
    private readonly Func<string, string> read;
    private readonly IReadOnlyDictionary<string, string> libraries;
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly StringBuilder script = new("\"use strict\";\n");

    private ScriptLinker(Func<string, string> read, IReadOnlyDictionary<string, string> libraries) => (this.read, this.libraries) = (read, libraries);

    /// <summary>Returns the script.</summary>
    /// <param name="entry">The path of the module that starts everything.</param>
    /// <param name="read">Returns the text of a module by its path.</param>
    /// <param name="libraries">The paths of modules that are imported by another name, such as <c>preact</c>.</param>
    /// <exception cref="InvalidOperationException">The modules import each other in a circle, or one has a statement that is not understood.</exception>
    public static string Link(string entry, Func<string, string> read, IReadOnlyDictionary<string, string> libraries)
    {
        var linker = new ScriptLinker(read, libraries);
        linker.Add(entry);
        return $"(() => {{\n{linker.script}}})();\n";
    }

    // Adds a module after those it imports, once. Returns the variable that has its exports.
    private string Add(string path)
    {
        if (variables.TryGetValue(path, out string? known)) return known;
        if (!open.Add(path)) throw new InvalidOperationException($"Page modules import each other in a circle: {string.Join(", ", open)}.");
        var exports = new List<string>();
        string text = read(path).ReplaceLineEndings("\n");
        text = Import().Replace(text, m => Bind(m, Add(Resolve(path, m.Groups["from"].Value))));
        text = ReExport().Replace(text, m => Forward(m, Add(Resolve(path, m.Groups["from"].Value)), exports));
        text = ExportList().Replace(text, m =>
        {
            exports.AddRange(Names(m.Groups["names"].Value).Select(n => $"{n.Outer}: {n.Inner}"));
            return "";
        });
        text = ExportDefault().Replace(text, m =>
        {
            exports.Add("default: module$default");
            return $"{m.Groups["before"].Value}const module$default = ";
        });
        text = ExportDeclaration().Replace(text, m =>
        {
            exports.Add(m.Groups["name"].Value);
            return m.Groups["declaration"].Value;
        });
        if (Statement().Match(text) is { Success: true } left) throw new InvalidOperationException($"The page module {path} has a statement that cannot be linked: {left.Value}");
        open.Remove(path);
        string variable = variables[path] = $"module${variables.Count}";
        script.Append("// ").Append(path).Append('\n').Append("const ").Append(variable).Append(" = (() => {\n").Append(text);
        script.Append("\nreturn { ").AppendJoin(", ", exports).Append(" };\n})();\n");
        return variable;
    }

    private string Resolve(string importer, string name)
    {
        if (libraries.TryGetValue(name, out string? library)) return library;
        if (!name.StartsWith('.')) throw new InvalidOperationException($"The page module {importer} imports {name}, which is no library of the page.");
        var parts = new List<string>(importer.Split('/')[..^1]);
        foreach (string part in name.Split('/'))
        {
            if (part == "..") parts.RemoveAt(parts.Count - 1);
            else if (part != ".") parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private static string Bind(Match import, string variable) =>
        import.Groups["default"].Success ? $"const {{ default: {import.Groups["default"].Value} }} = {variable};"
        : import.Groups["names"].Success ? $"const {{ {string.Join(", ", Names(import.Groups["names"].Value).Select(n => $"{n.Inner}: {n.Outer}"))} }} = {variable};"
        : "";

    private static string Forward(Match export, string variable, List<string> exports)
    {
        exports.AddRange(Names(export.Groups["names"].Value).Select(n => $"{n.Outer}: {variable}.{n.Inner}"));
        return "";
    }

    // "a, b as c"
    private static IEnumerable<(string Inner, string Outer)> Names(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(name => Alias().Split(name)).Select(parts => (parts[0], parts[^1]));

    [GeneratedRegex("""^import\s*(?:(?:\{(?<names>[^}]*)\}|(?<default>\w+))\s*from\s*)?"(?<from>[^"]+)";""", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex("""^export\s*\{(?<names>[^}]*)\}\s*from\s*"(?<from>[^"]+)";""", RegexOptions.Multiline)]
    private static partial Regex ReExport();

    // Minified modules end with it on their only line.
    [GeneratedRegex("""(?:^|(?<=[;}]))export\s*\{(?<names>[^}]*)\};""", RegexOptions.Multiline)]
    private static partial Regex ExportList();

    [GeneratedRegex("""(?<before>^|[;}])export default """, RegexOptions.Multiline)]
    private static partial Regex ExportDefault();

    [GeneratedRegex("""^export (?<declaration>(?:(?:async )?function\*? ?|class |const |let )(?<name>\w+))""", RegexOptions.Multiline)]
    private static partial Regex ExportDeclaration();

    [GeneratedRegex("""^(?:import|export)\b.*""", RegexOptions.Multiline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\s+as\s+")]
    private static partial Regex Alias();
}
