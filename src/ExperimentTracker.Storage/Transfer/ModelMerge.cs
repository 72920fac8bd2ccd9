using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Models;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Merges models, which are matched like all named records, with their versions and aliases.</summary>
internal sealed class ModelMerge(MergeContext context)
{
    private static readonly NamedMerge Models = new(RecordType.Model, "models", "project_pk");

    private StoreConnection Connection => context.Connection;

    public MergeOutcome Merge(TransferModel item)
    {
        long? project = context.Find<TransferProject>(item.Model.ProjectId, $"Model '{item.Model.Name}'");
        (long? pk, MergeOutcome outcome) = project is null
            ? (null, MergeOutcome.Unchanged)
            : Models.Merge(
                context, item, project, ModelColumns.All.MutableValuesOf(item.Model),
                () => ModelColumns.Insert.Execute(Connection, item.Model, Names.Fold(item.Model.Name), project));
        if (pk is not { } model)
        {
            foreach (TransferModelVersion version in item.Versions) context.Place<TransferModelVersion>(version.ModelVersion.Id, null);
            return MergeOutcome.Unchanged;
        }

        bool changed = TagMerge.Merge(Connection, RecordType.Model, model, item.Tags);

        // Before the versions are merged, so that versions whose number is used get numbers after all incoming ones.
        Connection.Execute("UPDATE models SET next_version = max(next_version, @2) WHERE pk = @1", model, ImportedNumbers.Check($"Model '{item.Model.Name}'", item.NextVersion));
        var versions = new VersionMerge(context, model, item.Model.Name);

        // Versions that leave Production are first, so that it is free for the version that enters it.
        foreach (TransferModelVersion version in item.Versions.OrderBy(v => v.ModelVersion.Stage == ModelStage.Production))
        {
            context.Counts.Count(nameof(RecordType.ModelVersion), versions.Merge(version));
        }

        foreach ((string alias, string id) in item.Aliases) changed |= MergeAlias(model, item.Model.Name, alias, context.Find<TransferModelVersion>(id, $"Alias '{alias}' of model '{item.Model.Name}'"));
        return outcome == MergeOutcome.Unchanged && changed ? MergeOutcome.Changed : outcome;
    }

    private bool MergeAlias(long model, string name, string alias, long? version)
    {
        if (version is null) return false;
        alias = Names.CheckAlias(alias);
        long? here = Connection.Number("SELECT version_pk FROM model_aliases WHERE model_pk = @1 AND alias_fold = @2", model, Names.Fold(alias));
        if (here is null)
        {
            return Connection.Execute(
                """
                INSERT INTO model_aliases (model_pk, alias_fold, alias, version_pk)
                SELECT @1, @2, @3, pk FROM model_versions WHERE pk = @4 AND removed_at IS NULL
                """,
                model, Names.Fold(alias), alias, version) > 0;
        }

        if (here != version)
        {
            context.Counts.Conflict(
                MergeConflictKind.AliasTaken, "Alias", alias, $"{name}/{alias}", $"The alias '{alias}' of the model '{name}' refers to another version in the source. It is not changed.");
        }

        return false;
    }
}
