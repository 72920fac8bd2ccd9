using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Tables;

/// <summary>The projects and experiments that the table of runs names, and the ids of the runs.</summary>
/// <param name="project">The project of all experiments; <see langword="null"/> for those of the table.</param>
internal sealed class TableCatalog(string? project)
{
    private readonly Dictionary<string, TransferProject> projects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TransferExperiment> experiments = new(StringComparer.Ordinal);
    private readonly HashSet<string> runs = new(StringComparer.Ordinal);

    /// <summary>The records.</summary>
    public IEnumerable<TransferItem> Items => [.. projects.Values, .. experiments.Values];

    /// <summary>Whether the table has a run.</summary>
    public bool HasRun(string id) => runs.Contains(id);

    /// <summary>Adds what a run names.</summary>
    public void Add(ITableReader row)
    {
        runs.Add(row.Text("run_id") ?? "");
        DateTime at = row.Time("created_at") ?? DateTime.UnixEpoch;
        string name = ProjectOf(row), id = RecordId.From("project", Names.Fold(name));
        projects.TryAdd(id, new() { Project = new() { Id = id, Name = name, CreatedAt = at, UpdatedAt = at } });
        experiments.TryAdd(ExperimentOf(row), new()
        {
            Experiment = new() { Id = ExperimentOf(row), Name = row.Text("experiment") ?? Experiment.DefaultName, ProjectId = id, Project = name, CreatedAt = at, UpdatedAt = at },
        });
    }

    /// <summary>The id of the experiment of a run.</summary>
    public string ExperimentOf(ITableReader row) => RecordId.From("experiment", Names.Fold(ProjectOf(row)), Names.Fold(row.Text("experiment") ?? Experiment.DefaultName));

    private string ProjectOf(ITableReader row) => project ?? row.Text("project") ?? Project.DefaultName;
}
