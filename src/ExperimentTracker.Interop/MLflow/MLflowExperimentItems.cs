using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Experiments of MLflow as records.</summary>
internal static class MLflowExperimentItems
{
    /// <summary>The tag that has the description of an experiment or a run.</summary>
    public const string Description = MLflowTerms.NoteTag;

    /// <summary>An experiment.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="experiment">The experiment in MLflow.</param>
    /// <param name="own">What it was in the store that exported it, if one did.</param>
    /// <param name="names">Makes a name valid and distinct.</param>
    /// <param name="losses">Receives changed names.</param>
    public static TransferExperiment Of(MLflowIds ids, MLflowExperiment experiment, OwnExperiment? own, Func<string, string> names, TransferLosses losses)
    {
        string project = ids.ProjectOf(own?.Project);
        TransferExperiment? before = own?.Experiment;
        bool hasName = own?.Project == project && experiment.Name == MLflowTerms.ExperimentOf(project, own.Experiment.Experiment.Name);
        string name = hasName ? before!.Experiment.Name : names(experiment.Name);
        string id = ids.Register(experiment, project, name, before?.Experiment.Id);
        string? description = experiment.Tags.FirstOrDefault(t => t.Key == Description)?.Value;
        if (before is not null)
        {
            return before with
            {
                Experiment = before.Experiment with
                {
                    Id = id,
                    Name = name,
                    ProjectId = ids.IdOfProject(project),
                    Project = project,
                    Description = MLflowTerms.TagText(before.Experiment.Description) == (description ?? "") ? before.Experiment.Description : description,
                    RemovedAt = experiment.IsDeleted ? before.Experiment.RemovedAt ?? ForeignTimes.FromMilliseconds(experiment.UpdatedAt) ?? before.Experiment.UpdatedAt : null,
                },
                Tags = TagsOf(experiment.Tags, [Description], before.Experiment.UpdatedAt, new ForeignNames("tag", losses), before.Tags),
            };
        }

        DateTime createdAt = ForeignTimes.FromMilliseconds(experiment.CreatedAt) ?? DateTime.UnixEpoch;
        DateTime updatedAt = ForeignTimes.FromMilliseconds(experiment.UpdatedAt) ?? createdAt;
        return new()
        {
            Experiment = new()
            {
                Id = id,
                Name = name,
                ProjectId = ids.IdOfProject(project),
                Project = project,
                Description = description,
                CreatedAt = createdAt,
                UpdatedAt = updatedAt,
                RemovedAt = experiment.IsDeleted ? updatedAt : null,
            },
            Tags = TagsOf(experiment.Tags, [Description], updatedAt, new ForeignNames("tag", losses)),
        };
    }

    /// <summary>The tags, except those that became fields. Of a record that a store exported, tags that were not changed are as they were.</summary>
    /// <param name="tags">The tags in MLflow.</param>
    /// <param name="fields">The tags that became fields.</param>
    /// <param name="at">The time of tags.</param>
    /// <param name="names">The names of tags.</param>
    /// <param name="own">The tags that the store exported.</param>
    /// <param name="ownNames">Their names in MLflow; by default those that <see cref="MLflowTerms.TagsOf(IReadOnlyList{ExperimentTag}, string?)"/> gives.</param>
    public static IReadOnlyList<ExperimentTag> TagsOf(
        IEnumerable<MLflowTag> tags, IReadOnlyCollection<string> fields, DateTime at, ForeignNames names, IReadOnlyList<ExperimentTag>? own = null, IReadOnlyDictionary<string, string>? ownNames = null)
    {
        var mapped = new MLflowNames([Description]);
        Dictionary<string, ExperimentTag> before = (own ?? []).ToDictionary(t => ownNames is null ? mapped.Of(t.Key) : t.Key, StringComparer.Ordinal);
        return [.. tags.Where(t => !fields.Contains(t.Key) && (own is null || !t.Key.StartsWith(OwnRecords.Prefix, StringComparison.Ordinal)))
            .OrderBy(t => t.Key, StringComparer.Ordinal).DistinctBy(t => t.Key).Select(Tag).OfType<ExperimentTag>()];

        ExperimentTag? Tag(MLflowTag tag)
        {
            ExperimentTag? known = before.GetValueOrDefault(ownNames?.GetValueOrDefault(tag.Key) ?? tag.Key);
            if (known is not null && MLflowTerms.TagText(known.Value) == tag.Value) return known;
            if (own is not null && known is null && tag is { Key: "mlflow.source.type", Value: MLflowTerms.SourceType }) return null;
            return new() { TargetType = RecordType.Run, TargetId = "", Target = "", Key = known?.Key ?? names.Of(tag.Key), Value = tag.Value, CreatedAt = at };
        }
    }
}
