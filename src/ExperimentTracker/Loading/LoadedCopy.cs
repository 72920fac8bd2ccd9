using System.Collections.Concurrent;
using System.Management.Automation;

namespace ExperimentTracker.Loading;

/// <summary>
/// Detects that a module was imported from another folder than the assembly that runs: a process loads an assembly of this name once, and a second copy of
/// the module runs the code of the first.
/// </summary>
internal static class LoadedCopy
{
    private static readonly string Location = typeof(LoadedCopy).Assembly.Location;
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Returns a warning, once for each folder of a module, or <see langword="null"/>.</summary>
    public static string? WarningOf(CommandInfo command)
    {
        if (command.Module?.ModuleBase is not { Length: > 0 } folder || !Known.TryAdd(folder, true)) return null;
        return Path.GetFullPath(Location).StartsWith(Path.GetFullPath(folder), StringComparison.OrdinalIgnoreCase) ? null
            : $"The module in {folder} runs the code of {Location}, which this process loaded before. Start a new PowerShell to use another copy of the module.";
    }
}
