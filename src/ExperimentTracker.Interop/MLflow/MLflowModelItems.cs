using System.Globalization;
using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Registered models of MLflow as records.</summary>
internal sealed class MLflowModelItems(MLflowIds ids, MLflowArtifacts artifacts, TransferLosses losses)
{
    // The stage of a version that was deleted.
    private const string DeletedStage = "Deleted_Internal";
    private const string SourceTag = "mlflow.source";

    /// <summary>What a model was in the store that exported it, if one did.</summary>
    public static OwnModel? OwnOf(MLflowModel model) => MLflowTag.Own<OwnModel>(model.Tags, OwnRecords.Record);

    /// <summary>The models with their versions and aliases.</summary>
    public IEnumerable<TransferModel> Of(IEnumerable<MLflowModel> models)
    {
        var names = new ForeignNames("model", losses);
        foreach (MLflowModel model in models.DistinctBy(m => m.Name).OrderBy(m => m.Name, StringComparer.Ordinal)) yield return Of(model, names);
    }

    private TransferModel Of(MLflowModel model, ForeignNames names)
    {
        OwnModel? own = OwnOf(model);
        string project = ids.ProjectOf(own?.Project);
        Model? before = own?.Project == project && MLflowTerms.MillisecondsOf(own.Model.Model.UpdatedAt) == model.UpdatedAt ? own.Model.Model : null;
        string name = before?.Name ?? names.Of(model.Name);
        DateTime createdAt = ForeignTimes.FromMilliseconds(model.CreatedAt) ?? DateTime.UnixEpoch;
        DateTime updatedAt = ForeignTimes.FromMilliseconds(model.UpdatedAt) ?? createdAt;
        var numbers = model.Versions.Where(v => v.Number > 0).DistinctBy(v => v.Number).OrderBy(v => v.Number).ToList();
        losses.Add("version of a model", "its number is not positive, or it is there twice", model.Name, model.Versions.Count - numbers.Count);
        long production = numbers.Where(v => StageOf(v) == ModelStage.Production).Select(v => v.Number).DefaultIfEmpty().Max();
        Model read = before is not null ? before with { ProjectId = ids.IdOfProject(project), Project = project } : new()
            {
                Id = MLflowIds.OfModel(project, name),
                Name = name,
                ProjectId = ids.IdOfProject(project),
                Project = project,
                Description = string.IsNullOrEmpty(model.Description) ? null : model.Description,
                CreatedAt = createdAt,
                UpdatedAt = updatedAt,
            };
        TransferModelVersion[] versions = [.. numbers.Select(v => Of(model, read, v, production, updatedAt))];
        long next = numbers.Count == 0 ? 1 : numbers[^1].Number + 1;
        return new()
        {
            Model = read,
            Tags = MLflowExperimentItems.TagsOf(model.Tags, [], updatedAt, new ForeignNames("tag", losses), own?.Model.Tags),
            NextVersion = before is null ? next : Math.Max(next, own!.Model.NextVersion),
            Versions = versions,
            Aliases = [.. Aliases(model, versions)],
        };
    }

    private TransferModelVersion Of(MLflowModel model, Model read, MLflowVersion version, long production, DateTime modelUpdatedAt)
    {
        TransferModelVersion? own = MLflowTag.Own<TransferModelVersion>(version.Tags, OwnRecords.Record);
        string? runId = version.RunId is { } known && artifacts.HasRun(known) ? artifacts.IdOf(known) : null;
        if (own is not null && own.ModelVersion.Version == version.Number && MLflowTerms.MillisecondsOf(own.ModelVersion.UpdatedAt) == version.UpdatedAt)
        {
            return own with
            {
                ModelVersion = own.ModelVersion with
                {
                    ModelId = read.Id, Model = read.Name, Project = read.Project, RunId = runId,
                    ArtifactId = artifacts.HasOwn(own.ModelVersion.ArtifactId) ? own.ModelVersion.ArtifactId : artifacts.SourceOf(version.RunId, version.Source),
                },
                Tags = MLflowExperimentItems.TagsOf(version.Tags, [], modelUpdatedAt, new ForeignNames("tag", losses), own.Tags),
            };
        }

        DateTime createdAt = ForeignTimes.FromMilliseconds(version.CreatedAt) ?? modelUpdatedAt;
        DateTime updatedAt = ForeignTimes.FromMilliseconds(version.UpdatedAt) ?? createdAt;
        bool isDeleted = version.Stage == DeletedStage;
        ModelStage stage = StageOf(version);
        bool gaveWay = stage == ModelStage.Production && version.Number != production;
        StageChange[] history = [Change(null, ModelStage.None, createdAt, null)];
        if (stage != ModelStage.None) history = [.. history, Change(ModelStage.None, stage, updatedAt, null)];
        if (gaveWay)
        {
            losses.Add("stage Production", "a model has one version in Production here: the latest stays, and this one is archived", $"{model.Name}/{version.Number}");
            history = [.. history, Change(ModelStage.Production, ModelStage.Archived, updatedAt, $"version {production} is in Production too")];
            stage = ModelStage.Archived;
        }

        (string Key, string? Value)[] rest =
        [
            (SourceTag, version.Source), ("mlflow.user", version.User), ("mlflow.runLink", version.RunLink),
            ("mlflow.status", version.Status == "READY" ? null : version.Status), ("mlflow.statusMessage", version.StatusMessage),
            ("mlflow.runId", runId is null ? version.RunId : null),
        ];
        IEnumerable<MLflowTag> tags = version.Tags.Concat(rest.Where(t => !string.IsNullOrEmpty(t.Value)).Select(t => new MLflowTag(t.Key, t.Value!)));
        return new()
        {
            ModelVersion = new()
            {
                Id = MLflowIds.OfVersion(read.Project, read.Name, version.Number),
                ModelId = read.Id,
                Model = read.Name,
                Project = read.Project,
                Version = version.Number,
                Stage = stage,
                RunId = runId,
                ArtifactId = artifacts.SourceOf(version.RunId, version.Source),
                Description = string.IsNullOrEmpty(version.Description) ? null : version.Description,
                CreatedAt = createdAt,
                UpdatedAt = updatedAt,
                RemovedAt = isDeleted ? updatedAt : null,
            },
            Tags = MLflowExperimentItems.TagsOf(tags, [], updatedAt, new ForeignNames("tag", losses)),
            History = history,
        };
    }

    private IEnumerable<TransferAlias> Aliases(MLflowModel model, TransferModelVersion[] versions)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string alias, long number) in model.Aliases.OrderBy(a => a.Alias, StringComparer.Ordinal))
        {
            string what = string.Create(CultureInfo.InvariantCulture, $"{alias} of {model.Name}/{number}");
            ModelVersion? version = versions.FirstOrDefault(v => v.ModelVersion.Version == number && v.ModelVersion.RemovedAt is null)?.ModelVersion;
            if (version is null) losses.Add("alias", "its version is not in the source", what);
            else if (!IsValid(alias)) losses.Add("alias", "it is not valid here: an alias is neither a number nor the name of a stage", what);
            else if (!taken.Add(Names.Fold(alias))) losses.Add("alias", "it differs from another one only in case", what);
            else yield return new TransferAlias(alias, version.Id);
        }
    }

    private static bool IsValid(string alias)
    {
        try
        {
            Names.CheckAlias(alias);
            return true;
        }
        catch (TrackerException)
        {
            return false;
        }
    }

    private static StageChange Change(ModelStage? from, ModelStage to, DateTime at, string? reason) =>
        new() { VersionId = "", Model = "", Version = 0, From = from, To = to, ChangedAt = at, Reason = reason };

    private static ModelStage StageOf(MLflowVersion version) => version.Stage is { } text && ModelStageRules.TryParse(text, out ModelStage stage) ? stage : ModelStage.None;
}
