namespace ExperimentTracker.Web.Api;

/// <summary>How contents of artifacts are sent: a browser must not take them for a part of the page.</summary>
internal static class ContentTypes
{
    // HTML may run its own scripts, without access to the page, its cookies or the network.
    private const string HtmlPolicy = "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'unsafe-inline'";
    private const string OtherPolicy = "sandbox; default-src 'none'";

    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif", "image/svg+xml",
        "audio/wav", "audio/x-wav", "audio/mpeg", "audio/ogg", "audio/flac", "audio/mp4", "audio/webm", "video/mp4", "video/webm", "video/ogg",
    };

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "application/json", "application/yaml", "application/xml", "application/x-ndjson", "application/toml", "application/sql", "application/javascript",
    };

    /// <summary>Returns the media type to send, the policy for the content, and whether a browser should only save it.</summary>
    public static (string MediaType, string Policy, bool IsDownload) Of(string? mediaType)
    {
        string plain = (mediaType ?? "").Split(';')[0].Trim();
        if (plain.Equals("text/html", StringComparison.OrdinalIgnoreCase)) return ("text/html; charset=utf-8", HtmlPolicy, false);
        if (Shown.Contains(plain)) return (plain.ToLowerInvariant(), OtherPolicy, false);
        if (plain.Equals("text/csv", StringComparison.OrdinalIgnoreCase) || plain.Equals("text/markdown", StringComparison.OrdinalIgnoreCase) || plain.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            return ($"{plain.ToLowerInvariant()}; charset=utf-8", OtherPolicy, false);
        return plain.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || Texts.Contains(plain)
            ? ("text/plain; charset=utf-8", OtherPolicy, false)
            : ("application/octet-stream", OtherPolicy, true);
    }
}
