using System.ComponentModel;
using System.Diagnostics;

namespace ExperimentTracker.Dashboards;

/// <summary>Opens pages in the user's browser.</summary>
internal static class BrowserWindow
{
    /// <summary>Opens an address.</summary>
    /// <returns>Whether there is a browser.</returns>
    public static bool TryOpen(string address)
    {
        try
        {
            if (Command(address) is not { } command) return false;
            using Process? started = Process.Start(command);
            return true;
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    private static ProcessStartInfo? Command(string address)
    {
        if (OperatingSystem.IsWindows()) return new ProcessStartInfo(address) { UseShellExecute = true };
        if (OperatingSystem.IsMacOS()) return Quiet("open", address);

        // Without a display, xdg-open starts a browser for terminals, which would take the terminal over.
        bool hasDisplay = new[] { "DISPLAY", "WAYLAND_DISPLAY" }.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });
        return hasDisplay && IsOnPath("xdg-open") ? Quiet("xdg-open", address) : null;
    }

    private static bool IsOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));

    private static ProcessStartInfo Quiet(string program, string argument) =>
        new(program) { ArgumentList = { argument }, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
}
