using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Experiments of MLflow as records.</summary>
internal static class MLflowExperimentItems
{
    /// <summary>The tag that has the description of an experiment or a run.</summary>
    public const string Description = "mlflow.note.content";

    public static TransferExperiment Of(MLflowIds ids, MLflowExperiment experiment, string name, TransferLosses losses)
    {
        DateTime createdAt = ForeignTimes.FromMilliseconds(experiment.CreatedAt) ?? DateTime.UnixEpoch;
        DateTime updatedAt = ForeignTimes.FromMilliseconds(experiment.UpdatedAt) ?? createdAt;
        return new()
        {
            Experiment = new()
            {
                Id = ids.Register(experiment, name),
                Name = name,
                ProjectId = ids.ProjectId,
                Project = ids.Project,
                Description = experiment.Tags.FirstOrDefault(t => t.Key == Description)?.Value,
                CreatedAt = createdAt,
                UpdatedAt = updatedAt,
                RemovedAt = experiment.IsDeleted ? updatedAt : null,
            },
            Tags = TagsOf(experiment.Tags, [Description], updatedAt, new ForeignNames("tag", losses)),
        };
    }

    /// <summary>The tags, except those that became fields.</summary>
    public static IReadOnlyList<ExperimentTag> TagsOf(IEnumerable<MLflowTag> tags, IReadOnlyCollection<string> fields, DateTime at, ForeignNames names) =>
    [
        .. tags.Where(t => !fields.Contains(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal).DistinctBy(t => t.Key).Select(t => new ExperimentTag
        {
            TargetType = RecordType.Run,
            TargetId = "",
            Target = "",
            Key = names.Of(t.Key),
            Value = t.Value,
            CreatedAt = at,
        }),
    ];
}
