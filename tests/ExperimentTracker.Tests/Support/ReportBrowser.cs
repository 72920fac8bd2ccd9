namespace ExperimentTracker.Tests.Support;

/// <summary>
/// A browser and what controls it: Node.js, a Chromium, and the package playwright-core, which build.ps1 installs into out/browser. To use others,
/// set the variables EXPERIMENTTRACKER_BROWSER (an executable) and EXPERIMENTTRACKER_PLAYWRIGHT (the folder of the package).
/// </summary>
public sealed record ReportBrowser(string Node, string Browser, string Playwright)
{
    private static readonly Lazy<(ReportBrowser? Found, string? Obstacle)> Here = new(Find);

    private static readonly string[] Browsers =
    [
        "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>The ones that exist on this machine.</summary>
    public static ReportBrowser Found => Here.Value.Found ?? throw new InvalidOperationException(Obstacle);

    /// <summary>Why no browser can be used here, or <see langword="null"/>.</summary>
    public static string? Obstacle => Here.Value.Obstacle;

    /// <summary>The folder of the scripts.</summary>
    public static string Scripts => Path.Combine(SourceTree.Root, "tests", "browser");

    private static (ReportBrowser?, string?) Find()
    {
        if (Tools.Find("node") is not { } node) return (null, "'node' is not on the PATH of this machine; on Debian: apt-get install nodejs npm.");
        if ((Named("EXPERIMENTTRACKER_BROWSER") ?? Browsers.Select(Executable).FirstOrDefault(b => b is not null)) is not { } browser)
        {
            return (null, "There is no Chromium, Chrome or Edge on the PATH of this machine; EXPERIMENTTRACKER_BROWSER may name one, or on Debian: apt-get install chromium.");
        }

        string package = Named("EXPERIMENTTRACKER_PLAYWRIGHT") ?? Path.Combine(SourceTree.Root, "out", "browser", "node_modules", "playwright-core");
        return Directory.Exists(package)
            ? (new ReportBrowser(node, browser, package), null)
            : (null, $"playwright-core is not in {package}: EXPERIMENTTRACKER_PLAYWRIGHT may name its folder, or with a network: build.ps1 test -Filter Browser.");
    }

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string? Executable(string browser) => Path.IsPathRooted(browser) ? (File.Exists(browser) ? browser : null) : Tools.Find(browser);
}
