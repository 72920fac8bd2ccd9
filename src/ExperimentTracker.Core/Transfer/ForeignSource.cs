using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Transfer;

/// <summary>Records of another tracker, read completely; their bytes are not copied.</summary>
internal sealed class ForeignSource(string path, IReadOnlyList<TransferItem> items) : ITransferSource
{
    public string Name => path;

    public TransferHead Head { get; } = new();

    public IEnumerable<TransferItem> Read(CancellationToken cancellation) => items;

    public IReadOnlyDictionary<string, long> Contents(CancellationToken cancellation) => new Dictionary<string, long>();

    public Stream? Open(string digest) => null;

    public void Dispose()
    {
    }
}

/// <summary>The origin of foreign records.</summary>
/// <param name="Path">The file.</param>
/// <param name="Project">The name of the project for their experiments.</param>
/// <param name="WrittenAt">When the file was written: the time of records without one.</param>
internal sealed record ForeignOrigin(string Path, string Project, DateTime WrittenAt)
{
    /// <summary>The project as a record, which is matched by name.</summary>
    public TransferProject ProjectItem => new() { Project = new() { Id = ProjectId, Name = Project, CreatedAt = WrittenAt, UpdatedAt = WrittenAt } };

    /// <summary>An experiment with this name.</summary>
    public TransferExperiment Experiment(string id, string name, DateTime? createdAt = null, object? config = null) => new()
    {
        Experiment = new()
        {
            Id = id,
            Name = name,
            ProjectId = ProjectId,
            Project = Project,
            Config = config,
            CreatedAt = createdAt ?? WrittenAt,
            UpdatedAt = createdAt ?? WrittenAt,
        },
    };

    private string ProjectId => RecordId.From("project", Names.Fold(Project));
}
