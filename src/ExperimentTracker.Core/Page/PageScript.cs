namespace ExperimentTracker.Page;

/// <summary>The scripts of pages: each is one module and everything that it imports.</summary>
internal static class PageScript
{
    // The modules that others import by a name without a path.
    private static readonly Dictionary<string, string> Libraries = new(StringComparer.Ordinal)
    {
        ["preact"] = "lib/preact.module.js",
        ["preact/hooks"] = "lib/hooks.module.js",
        ["htm"] = "lib/htm.module.js",
    };

    /// <summary>Returns the script of a page.</summary>
    /// <param name="entry">The path of the module that starts the page.</param>
    /// <param name="read">Returns the text of a file of the page; <see langword="null"/> for the files in this assembly.</param>
    public static string Of(string entry, Func<string, string>? read = null) => ScriptLinker.Link(entry, read ?? PageFiles.Text, Libraries);
}
