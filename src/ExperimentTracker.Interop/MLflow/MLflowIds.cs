using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>
/// The ids of records: a run keeps that of MLflow, which is unique everywhere; the others are derived from what MLflow identifies them by, so that a second import
/// finds them.
/// </summary>
/// <param name="project">The name of the project.</param>
internal sealed class MLflowIds(string project)
{
    private readonly Dictionary<string, string> experiments = new(StringComparer.Ordinal);

    /// <summary>The id of the project.</summary>
    public string ProjectId { get; } = RecordId.From("project", Names.Fold(project));

    /// <summary>The name of the project.</summary>
    public string Project => project;

    /// <summary>The project as a record, which is matched by name.</summary>
    public TransferProject ProjectItem(DateTime at) => new() { Project = new() { Id = ProjectId, Name = project, CreatedAt = at, UpdatedAt = at } };

    /// <summary>Derives the id of an experiment from its name, because its number in MLflow counts within one store only.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="name">The name that it gets.</param>
    public string Register(MLflowExperiment experiment, string name) => experiments[experiment.Id] = experiment.IsDeleted
        ? RecordId.From("mlflow-deleted-experiment", Names.Fold(project), Names.Fold(name), experiment.Id)
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
    public string OfModel(string name) => RecordId.From("model", Names.Fold(project), Names.Fold(name));

    /// <summary>The id of a version of a registered model.</summary>
    public string OfVersion(string model, long number) =>
        RecordId.From("mlflow-version", Names.Fold(project), Names.Fold(model), number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
