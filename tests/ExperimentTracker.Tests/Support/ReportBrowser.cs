using System.Diagnostics;

namespace ExperimentTracker.Tests.Support;

/// <summary>
/// A browser and what drives it: Node.js, a Chromium, and the package playwright-core, which is fetched once into out/browser. The variables
/// EXPERIMENTTRACKER_BROWSER (an executable) and EXPERIMENTTRACKER_PLAYWRIGHT (the folder of the package) name others.
/// </summary>
public sealed record ReportBrowser(string Node, string Browser, string Playwright)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly Lazy<(ReportBrowser? Found, string? Obstacle)> Here = new(Find);

    private static readonly string[] Browsers =
    [
        "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>What is found on this machine.</summary>
    public static ReportBrowser Found => Here.Value.Found ?? throw new InvalidOperationException(Obstacle);

    /// <summary>Why no browser can be driven here; <see langword="null"/> when one can.</summary>
    public static string? Obstacle => Here.Value.Obstacle;

    /// <summary>Where the scripts are.</summary>
    public static string Scripts => Path.Combine(SourceTree.Root, "tests", "browser");

    private static (ReportBrowser?, string?) Find()
    {
        if (Tools.Find("node") is not { } node) return (null, "'node' is not on the PATH of this machine; on Debian: apt-get install nodejs npm.");
        if ((Named("EXPERIMENTTRACKER_BROWSER") ?? Browsers.Select(Executable).FirstOrDefault(b => b is not null)) is not { } browser)
        {
            return (null, "There is no Chromium, Chrome or Edge on the PATH of this machine; EXPERIMENTTRACKER_BROWSER may name one, or on Debian: apt-get install chromium.");
        }

        string package = Named("EXPERIMENTTRACKER_PLAYWRIGHT") ?? Path.Combine(SourceTree.Root, "out", "browser", "node_modules", "playwright-core");
        string? why = Directory.Exists(package) ? null : Fetch();
        return why is null
            ? (new ReportBrowser(node, browser, package), null)
            : (null, $"playwright-core could not be fetched; EXPERIMENTTRACKER_PLAYWRIGHT may name its folder. {why}");
    }

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string? Executable(string browser) => Path.IsPathRooted(browser) ? (File.Exists(browser) ? browser : null) : Tools.Find(browser);

    // In a folder of its own that is moved into place whole, since two test runs may fetch at once. Gives what went wrong.
    private static string? Fetch()
    {
        if ((Tools.Find("npm") ?? Tools.Find("npm.cmd")) is not { } npm) return "'npm' is not on the PATH of this machine; on Debian: apt-get install npm.";
        string target = Path.Combine(SourceTree.Root, "out", "browser");
        string stage = $"{target}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(stage);
            foreach (string file in new[] { "package.json", "package-lock.json" }) File.Copy(Path.Combine(Scripts, file), Path.Combine(stage, file));
            if (Complaint(npm, stage) is { } why) return why;
            if (!Directory.Exists(target)) Directory.Move(stage, target);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Directory.Exists(Path.Combine(target, "node_modules")) ? null : e.Message;
        }
        finally
        {
            if (Directory.Exists(stage)) Directory.Delete(stage, recursive: true);
        }
    }

    private static string? Complaint(string npm, string folder)
    {
        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=20000"];
        var start = new ProcessStartInfo(npm, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return $"npm did not end within {Patience.TotalSeconds} s.";
        }

        return process.ExitCode == 0 ? null
            : (output.Result + error.Result).Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? "npm failed.";
    }
}
