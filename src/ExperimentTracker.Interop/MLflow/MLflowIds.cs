using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>
/// The ids of records: a run keeps that of MLflow, which is unique everywhere; the others are derived from what MLflow identifies them by, so that a second import
/// finds them.
/// </summary>
/// <param name="given">The name of the project that was asked for; otherwise it is that of an export, or the default one.</param>
internal sealed class MLflowIds(string? given)
{
    private readonly Dictionary<string, string> experiments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> projects = new(StringComparer.Ordinal);

    /// <summary>The name of the project of an experiment or a model.</summary>
    /// <param name="own">The project that it had in the store that exported it, if one did.</param>
    public string ProjectOf(string? own) => given ?? own ?? Project.DefaultName;

    /// <summary>The id of a project.</summary>
    public string IdOfProject(string name) => projects[Names.Fold(name)];

    /// <summary>The projects of experiments and models as records, which are matched by id or by name.</summary>
    /// <param name="own">The names and ids that the projects had in the stores that exported the experiments and models; <see langword="null"/> for others.</param>
    /// <param name="at">The time of projects.</param>
    public IEnumerable<TransferProject> Projects(IEnumerable<(string? Name, string? Id)> own, DateTime at)
    {
        foreach ((string? before, string? id) in own)
        {
            string name = ProjectOf(before), derived = RecordId.From("project", Names.Fold(name));
            if (!projects.TryAdd(Names.Fold(name), name == before ? id ?? derived : derived)) continue;
            yield return new() { Project = new() { Id = IdOfProject(name), Name = name, CreatedAt = at, UpdatedAt = at } };
        }
    }

    /// <summary>Derives the id of an experiment from its name, because its number in MLflow counts within one store only.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="project">The project.</param>
    /// <param name="name">The name that it gets.</param>
    /// <param name="own">The id that it had in the store that exported it, if one did.</param>
    public string Register(MLflowExperiment experiment, string project, string name, string? own) => experiments[experiment.Id] = own is not null && !experiments.ContainsValue(own) ? own
        : experiment.IsDeleted ? RecordId.From("mlflow-deleted-experiment", Names.Fold(project), Names.Fold(name), experiment.Id)
        : RecordId.From("experiment", Names.Fold(project), Names.Fold(name));

    /// <summary>The id of an experiment by its number in MLflow.</summary>
    public string OfExperiment(string id) => experiments[id];

    /// <summary>The id of a run.</summary>
    public static string OfRun(string id)
    {
        bool isValid = !string.IsNullOrWhiteSpace(id) && id.Length <= RecordId.MaxLength && !id.Any(char.IsControl);
        return isValid ? id : RecordId.From("mlflow-run", id);
    }

    /// <summary>The id of an artifact of a run.</summary>
    public static string OfArtifact(string owner, string key) => RecordId.From("mlflow-artifact", owner, key);

    /// <summary>The id of a logged model.</summary>
    public static string OfLoggedModel(string id) => RecordId.From("mlflow-logged-model", id);

    /// <summary>The id of a dataset.</summary>
    public static string OfDataset(MLflowDataset dataset) => RecordId.From("mlflow-dataset", dataset.Name, dataset.Digest);

    /// <summary>The id of a registered model.</summary>
    public static string OfModel(string project, string name) => RecordId.From("model", Names.Fold(project), Names.Fold(name));

    /// <summary>The id of a version of a registered model.</summary>
    public static string OfVersion(string project, string model, long number) =>
        RecordId.From("mlflow-version", Names.Fold(project), Names.Fold(model), number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
