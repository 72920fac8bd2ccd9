using System.Reflection;
using System.Runtime.Loader;
using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// Loads the provider of a kind of object store when it is first used, with its packages, from <c>engines/&lt;scheme&gt;</c> beside the folder of this assembly:
/// each kind in a context of its own, so that its versions of shared packages affect nothing else. Without that folder, from this assembly's own.
/// </summary>
internal sealed class ObjectStoreLoader : AssemblyLoadContext
{
    private static readonly Dictionary<string, string> AssemblyNames = new(StringComparer.Ordinal)
    {
        ["s3"] = "ExperimentTracker.Blobs.S3",
        ["azure"] = "ExperimentTracker.Blobs.Azure",
    };

    private static readonly Dictionary<string, IObjectStoreProvider> Loaded = new(StringComparer.Ordinal);

    private readonly string folder;

    private ObjectStoreLoader(string name, string folder)
        : base(name) => this.folder = folder;

    /// <summary>Returns the provider for a location.</summary>
    /// <exception cref="TrackerException"><c>ArtifactsBackendMissing</c>.</exception>
    public static IObjectStoreProvider ProviderFor(ArtifactLocation location)
    {
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(location.Scheme, out IObjectStoreProvider? provider)) Loaded.Add(location.Scheme, provider = Load(location));
            return provider;
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static IObjectStoreProvider Load(ArtifactLocation location)
    {
        string name = AssemblyNames[location.Scheme], here = Path.GetDirectoryName(typeof(ObjectStoreLoader).Assembly.Location)!;
        string folder = Path.GetFullPath(Path.Combine(here, "..", "engines", location.Scheme));
        AssemblyLoadContext context;
        if (File.Exists(Path.Combine(folder, name + ".dll"))) context = new ObjectStoreLoader(name, folder);
        else if (File.Exists(Path.Combine(here, name + ".dll"))) context = GetLoadContext(typeof(ObjectStoreLoader).Assembly)!;
        else throw BlobErrors.BackendMissing(location.Place, location.Scheme, folder);
        Type type = context.LoadFromAssemblyName(new AssemblyName(name)).GetExportedTypes().Single(t => t.IsAssignableTo(typeof(IObjectStoreProvider)));
        return (IObjectStoreProvider)Activator.CreateInstance(type)!;
    }
}
