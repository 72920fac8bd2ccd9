using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ExperimentTracker.Page;
using ExperimentTracker.Web.Access;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Assets;

/// <summary>The files of the page: those in the module, or those of a folder while the page is developed.</summary>
internal sealed class PageAssets
{
    /// <summary>The environment variable that names a folder to serve the page's files from.</summary>
    public const string FolderVariable = "EXPERIMENT_DASHBOARD_ASSETS";

    private const string PageName = "index.html";
    private const string ScriptName = "page.js";
    private const string Entry = "scripts/main.js";
    private const string WithoutPage = "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Experiments</title><p>This build has no page. The API answers under api/.</p></html>";

    private readonly string? folder;
    private readonly ConcurrentDictionary<string, Asset> known = new(StringComparer.Ordinal);

    /// <param name="folder">A folder to serve files from that are not in the module, or differ there; <see langword="null"/> for none.</param>
    public PageAssets(string? folder) => this.folder = string.IsNullOrEmpty(folder) ? null : Path.GetFullPath(folder);

    /// <summary>The page.</summary>
    public HttpReply Page(HttpRequest request)
    {
        Asset page = Find(PageName) ?? Asset.Of(PageName, Encoding.UTF8.GetBytes(WithoutPage));
        return Reply(request, page).With("Content-Security-Policy", SecurityHeaders.PagePolicy);
    }

    /// <summary>A script, a style or another file of the page.</summary>
    /// <exception cref="HttpProblem">There is none.</exception>
    public HttpReply File(HttpRequest request, string name) =>
        Reply(request, Find(name) ?? throw HttpProblem.NotFound($"assets/{name}")).With("Content-Security-Policy", SecurityHeaders.ScriptPolicy);

    private static HttpReply Reply(HttpRequest request, Asset asset)
    {
        bool isKnown = request.Header("If-None-Match")?.Split(',', StringSplitOptions.TrimEntries).Contains(asset.Tag) is true;
        return (isKnown ? new HttpReply { Status = 304 } : HttpReply.Bytes(200, asset.MediaType, asset.Bytes)).With("ETag", asset.Tag).With("Cache-Control", "no-cache");
    }

    private Asset? Find(string name)
    {
        if (folder is not null && InFolder(name) is { } bytes) return Asset.Of(name, bytes);
        if (name == ScriptName) return folder is null ? known.GetOrAdd(name, _ => Link()) : Link();
        return PageFiles.Names.Contains(name) ? known.GetOrAdd(name, Load) : null;
    }

    // A hundred modules would be a hundred requests, for each page that is opened.
    private Asset Link() => Asset.Of(ScriptName, Encoding.UTF8.GetBytes(PageScript.Of(Entry, Text)));

    private string Text(string name) => Encoding.UTF8.GetString((Find(name) ?? throw new InvalidOperationException($"The page has no file {name}.")).Bytes);

    // Only names of files below the folder: a name with .. could be of any file.
    private byte[]? InFolder(string name)
    {
        string path = Path.GetFullPath(Path.Combine(folder!, name));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && System.IO.File.Exists(path) ? System.IO.File.ReadAllBytes(path) : null;
    }

    private static Asset Load(string name) => Asset.Of(name, PageFiles.Bytes(name));

    private sealed record Asset(string MediaType, string Tag, byte[] Bytes)
    {
        public static Asset Of(string name, byte[] bytes) => new(TypeOf(name), $"\"{Convert.ToHexString(SHA256.HashData(bytes), 0, 12)}\"", bytes);

        private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" or ".mjs" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".json" => "application/json",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            ".woff2" => "font/woff2",
            _ => "text/plain; charset=utf-8",
        };
    }
}
