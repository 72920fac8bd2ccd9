using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Machine;
using ExperimentTracker.Redaction;

namespace ExperimentTracker.Services;

/// <summary>What a run was executed with: the machine, the software, and the lock files beside its script, which name the packages that it can use.</summary>
public static class RunEnvironment
{
    /// <summary>The key of the artifact with the machine and the software.</summary>
    public const string SystemKey = "environment/system.json";

    /// <summary>What the keys of lock files start with; the name of the file follows.</summary>
    public const string LockPrefix = "environment/";

    // Larger ones exist, but are no longer read by people; a run should not copy them each time.
    private const long LargestLock = 8 << 20;

    // Of pip, Poetry, Pipenv, uv, PDM and conda; of NuGet; of npm, Yarn and pnpm.
    private static readonly string[] Locks =
    [
        "requirements.txt", "pylock.toml", "poetry.lock", "Pipfile.lock", "uv.lock", "pdm.lock", "environment.yml",
        "packages.lock.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml",
    ];

    /// <summary>Adds the environment as artifacts of a run, with secrets redacted. The same content is stored once, whichever runs have it.</summary>
    /// <param name="store">The store of the run.</param>
    /// <param name="run">The run. Lock files are taken from the folder of its script, or without one from its working directory.</param>
    /// <param name="modules">The loaded modules, each with its version.</param>
    /// <param name="redactor">Redacts secrets.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The paths of lock files that were not captured, because they cannot be read or are larger than 8 MB.</returns>
    /// <exception cref="TrackerException">The errors of <see cref="IArtifactStore.Commit"/>.</exception>
    public static IReadOnlyList<string> Save(
        IExperimentStore store, Run run, IEnumerable<(string Name, string Version)> modules, SecretRedactor redactor, CancellationToken cancellation = default)
    {
        object?[] loaded = [.. modules.OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase).Select(m => new NamedValues([new("name", m.Name), new("version", m.Version)]))];
        var system = new NamedValues([.. Hardware.OfThisMachine.Pairs, new("dotnet", run.Origin.RuntimeVersion), new("powershell", run.Origin.PowerShellVersion), new("modules", loaded)]);
        ArtifactIntake.AddObject(store, DraftOf(run, SystemKey, "environment"), redactor.Values(system), cancellation);
        var missed = new List<string>();
        foreach (string path in FilesOf(run))
        {
            if (TryRead(path) is { } text) ArtifactIntake.AddText(store, DraftOf(run, LockPrefix + Path.GetFileName(path), "lock file"), redactor.Text(text), cancellation);
            else missed.Add(path);
        }

        return missed;
    }

    private static IEnumerable<string> FilesOf(Run run)
    {
        string? folder = Path.GetDirectoryName(run.Origin.Script) is { Length: > 0 } beside ? beside : run.Origin.WorkingDirectory;
        return folder is null ? [] : Locks.Select(name => Path.Combine(folder, name)).Where(File.Exists);
    }

    private static string? TryRead(string path)
    {
        try
        {
            FileKinds.CheckRegular(path);
            return new FileInfo(path).Length > LargestLock ? null : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TrackerException)
        {
            return null;
        }
    }

    private static ArtifactDraft DraftOf(Run run, string key, string type) => new() { OwnerType = RecordType.Run, OwnerId = run.Id, Key = key, Type = type, Replace = true };
}
