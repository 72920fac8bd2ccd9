using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ExperimentTracker.Loading;

/// <summary>
/// Loads an assembly with its dependencies from a folder, separated from assemblies that other modules loaded into the session. Core and all public
/// types stay in the default context, where PowerShell finds types.
/// </summary>
internal sealed class PartContext : AssemblyLoadContext
{
    private readonly string folder;
    private readonly PartContext? shared;

    /// <param name="name">The name of the context, which diagnostic tools show.</param>
    /// <param name="folder">The folder of the assemblies.</param>
    /// <param name="shared">The context whose assemblies this one shares: what its folder has is loaded there, once.</param>
    public PartContext(string name, string folder, PartContext? shared)
        : base(name) => (this.folder, this.shared) = (folder, shared);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (shared?.Load(assemblyName) is { } loaded) return loaded;
        string path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    // PowerShell searches native libraries only in the default context, and not under runtimes/.
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string file = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? unmanagedDllName + ".dll"
            : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? $"lib{unmanagedDllName}.dylib"
            : $"lib{unmanagedDllName}.so";
        foreach (string platform in Platforms())
        {
            string path = Path.Combine(folder, "runtimes", platform, "native", file);
            if (File.Exists(path) && NativeLibrary.TryLoad(path, out nint handle)) return handle;
        }

        return 0;
    }

    // The candidate folders, the most likely first. A runtime identifier such as debian.12-x64 has no folder.
    private static IEnumerable<string> Platforms()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        yield return RuntimeInformation.RuntimeIdentifier;
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            yield return $"win-{architecture}";
        }
        else if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            yield return $"osx-{architecture}";
        }
        else
        {
            // On musl the glibc build does not load, and the next one is tried.
            yield return $"linux-{architecture}";
            yield return $"linux-musl-{architecture}";
        }
    }
}
