namespace ExperimentTracker.Rules;

/// <summary>Media types by file name, for the files that experiments produce. Source: the IANA media type registry.</summary>
internal static class MediaTypes
{
    /// <summary>Text in UTF-8.</summary>
    public const string Text = "text/plain";

    /// <summary>JSON.</summary>
    public const string Json = "application/json";

    /// <summary>Bytes of an unknown format.</summary>
    public const string Binary = "application/octet-stream";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = Text,
        [".log"] = Text,
        [".ps1"] = Text,
        [".psd1"] = Text,
        [".yaml"] = "application/yaml",
        [".yml"] = "application/yaml",
        [".md"] = "text/markdown",
        [".csv"] = "text/csv",
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".xml"] = "application/xml",
        [".json"] = Json,
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".svg"] = "image/svg+xml",
        [".webp"] = "image/webp",
        [".pdf"] = "application/pdf",
        [".zip"] = "application/zip",
        [".gz"] = "application/gzip",
    };

    /// <summary>The media type of a file with this name; <see cref="Binary"/> when the extension is unknown.</summary>
    public static string Of(string fileName) => ByExtension.GetValueOrDefault(Path.GetExtension(fileName), Binary);
}
