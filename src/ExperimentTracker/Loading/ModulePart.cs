using System.Reflection;

namespace ExperimentTracker.Loading;

/// <summary>
/// A part of the module that is loaded when it is first used, from a folder of its own beside this assembly, into a context of its own. A part that is not used
/// loads nothing.
/// </summary>
/// <param name="folder">The folder, relative to that of this assembly.</param>
/// <param name="assembly">The name of the assembly.</param>
/// <param name="type">The full name of the public class through which the part is used.</param>
/// <param name="shared">The part whose assemblies this one shares; it is loaded too.</param>
internal sealed class ModulePart(string folder, string assembly, string type, ModulePart? shared = null)
{
    private readonly object loading = new();
    private PartContext? context;
    private object? entry;

    /// <summary>The engine of stores in a folder. It has SQLite and the relational layer, which other parts share.</summary>
    public static ModulePart Storage { get; } = new("deps", "ExperimentTracker.Storage", "ExperimentTracker.Storage.SqliteEngine");

    /// <summary>The engine of stores on a PostgreSQL server.</summary>
    public static ModulePart Postgres { get; } = new(
        Path.Combine("engines", "postgres"), "ExperimentTracker.Storage.Postgres", "ExperimentTracker.Storage.Postgres.PostgresEngine", Storage);

    /// <summary>The formats of other trackers.</summary>
    public static ModulePart Interop { get; } = new(Path.Combine("engines", "interop"), "ExperimentTracker.Interop", "ExperimentTracker.Interop.TransferFormats", Storage);

    /// <summary>The server for assistants.</summary>
    public static ModulePart Mcp { get; } = new(Path.Combine("engines", "mcp"), "ExperimentTracker.Mcp", "ExperimentTracker.Mcp.AssistantServer");

    /// <summary>The class through which the part is used: one object for the process.</summary>
    /// <param name="missing">The error if the module was installed without the part, from the folder in which it would be.</param>
    public T Entry<T>(Func<string, TrackerException> missing)
    {
        lock (loading)
        {
            if (entry is null)
            {
                Assembly loaded = Context(missing).LoadFromAssemblyName(new AssemblyName(assembly));
                entry = Activator.CreateInstance(loaded.GetType(type, throwOnError: true)!)!;
            }

            return (T)entry;
        }
    }

    private PartContext Context(Func<string, TrackerException> missing)
    {
        lock (loading)
        {
            if (context is not null) return context;
            string path = Path.Combine(Path.GetDirectoryName(typeof(ModulePart).Assembly.Location)!, folder);
            if (!File.Exists(Path.Combine(path, assembly + ".dll"))) throw missing(path);
            return context = new PartContext(assembly, path, shared?.Context(missing));
        }
    }
}
