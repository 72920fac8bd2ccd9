using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Loading;

/// <summary>
/// Loads the storage engine with Microsoft.Data.Sqlite and the native SQLite from <c>deps/</c>, separated from assemblies that other modules loaded
/// into the session. Core and all public types stay in the default context, where PowerShell finds types.
/// </summary>
internal sealed class StorageContext : AssemblyLoadContext
{
    private const string EngineType = "ExperimentTracker.Storage.SqliteEngine";
    private static readonly Lazy<IStoreEngine> Loaded = new(LoadEngine);

    private readonly string folder;

    private StorageContext(string folder)
        : base("ExperimentTracker.Storage") => this.folder = folder;

    /// <summary>The storage engine: the only entry point from the cmdlets to storage.</summary>
    public static IStoreEngine Engine => Loaded.Value;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
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

    private static IStoreEngine LoadEngine()
    {
        string folder = Path.Combine(Path.GetDirectoryName(typeof(StorageContext).Assembly.Location)!, "deps");
        Assembly storage = new StorageContext(folder).LoadFromAssemblyName(new AssemblyName("ExperimentTracker.Storage"));
        return (IStoreEngine)Activator.CreateInstance(storage.GetType(EngineType, throwOnError: true)!)!;
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
