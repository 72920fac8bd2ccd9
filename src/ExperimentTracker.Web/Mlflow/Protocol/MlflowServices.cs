using ExperimentTracker.Services;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>What all requests of a server share.</summary>
/// <param name="project">The name of the project in which clients create experiments and models.</param>
/// <param name="actor">The user in whose name the server changes records: <c>user@host</c>.</param>
internal sealed class MlflowServices(string project, string? actor)
{
    private const int Gates = 64;

    private readonly object[] gates = [.. Enumerable.Range(0, Gates).Select(_ => new object())];

    /// <summary>The name of the project in which clients create experiments and models.</summary>
    public string Project { get; } = project;

    /// <summary>The user in whose name the server changes records.</summary>
    public string? Actor { get; } = actor;

    /// <summary>The points that were written of late.</summary>
    public RecentWrites Recent { get; } = new();

    /// <summary>The files that clients send in parts.</summary>
    public MultipartUploads Uploads { get; } = new();

    /// <summary>The name by which clients know a record. It is unique only within its project, so those of other projects are <c>project/name</c>.</summary>
    public string Name(string projectOfRecord, string name) => IsOwn(projectOfRecord) ? name : $"{projectOfRecord}/{name}";

    /// <summary>Whether a project is the one in which clients create records.</summary>
    public bool IsOwn(string projectOfRecord) => string.Equals(projectOfRecord, Project, StringComparison.OrdinalIgnoreCase);

    /// <summary>The names of a project and a record in it that a name of a client can mean, the likeliest first.</summary>
    public IEnumerable<(string Project, string Name)> Meanings(string name)
    {
        yield return (Project, name);
        for (int slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1)) yield return (name[..slash], name[(slash + 1)..]);
    }

    /// <summary>The id of the project in which clients create records. It is created when the first record is.</summary>
    public string ProjectId(IExperimentStore store, CancellationToken cancellation) => RunFactory.FindOrCreateProject(store, Project, cancellation).Id;

    /// <summary>What a thread locks that changes the status of a run for a moment.</summary>
    public object GateOf(string runId) => gates[(uint)StringComparer.Ordinal.GetHashCode(runId) % Gates];
}
