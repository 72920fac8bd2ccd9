using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Transfer;

/// <summary>Records of another tracker, read whole; their bytes stay where they are.</summary>
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

/// <summary>Where foreign records come from.</summary>
/// <param name="Path">The file.</param>
/// <param name="Project">The name of the project their experiments go to.</param>
/// <param name="WrittenAt">When the file was written: the moment of what has none of its own.</param>
internal sealed record ForeignOrigin(string Path, string Project, DateTime WrittenAt)
{
    /// <summary>The project as a record; it meets the one of that name.</summary>
    public TransferProject ProjectItem => new() { Project = new() { Id = ProjectId, Name = Project, CreatedAt = WrittenAt, UpdatedAt = WrittenAt } };

    /// <summary>An experiment of that name.</summary>
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
