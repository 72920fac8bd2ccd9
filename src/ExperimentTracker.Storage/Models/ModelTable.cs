using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Models;

internal sealed class ModelTable(Database database) : IModelStore
{
    public IReadOnlyList<Model> Create(IReadOnlyList<ModelDraft> drafts, CancellationToken cancellation) => database.Write(
        connection =>
        {
            string[] ids = [.. drafts.Select(draft => Insert(connection, draft))];
            return Load(connection, new CatalogQuery { Ids = ids });
        },
        cancellation);

    public IReadOnlyList<Model> Query(CatalogQuery query, CancellationToken cancellation) =>
        database.Read(connection => Load(connection, query), cancellation);

    public Model Update(string id, CatalogChange change, CancellationToken cancellation) => database.Write(
        connection =>
        {
            CatalogRow row = CatalogRecords.FindLive(connection, RecordType.Model, id);
            string name = Names.Check(RecordType.Model, change.Name ?? row.Name);
            CatalogRecords.SetName(connection, RecordType.Model, row.Pk, name, $"Project '{row.Parent}'");
            Model current = Load(connection, new CatalogQuery { Ids = [id] })[0];
            ModelColumns.All.Update(connection, row.Pk, current with { Description = change.Description.Or(current.Description) });
            return Load(connection, new CatalogQuery { Ids = [id] })[0];
        },
        cancellation);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            CatalogRecords.Remove(connection, RecordType.Model, ids);
            return 0;
        },
        cancellation);

    public void Restore(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            CatalogRecords.Restore(connection, RecordType.Model, ids);
            return 0;
        },
        cancellation);

    // A version refers to a run and an artifact but does not own them: they are not removed with a model.
    public RemovalSummary EstimateRemoval(IReadOnlyCollection<string> ids, CancellationToken cancellation) => new(0, 0, 0, 0, 0);

    public IReadOnlyList<ModelVersion> Register(IReadOnlyList<ModelVersionDraft> drafts, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            string[] ids = [.. drafts.Select(draft => ModelVersionRows.Insert(connection, draft))];
            return ModelVersionRows.Load(connection, new ModelVersionQuery { Ids = ids });
        },
        cancellation);

    public IReadOnlyList<ModelVersion> Versions(ModelVersionQuery query, CancellationToken cancellation) =>
        database.Read(connection => ModelVersionRows.Load(connection, query), cancellation);

    public ModelVersion UpdateVersion(string id, ModelVersionChange change, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            CatalogRow version = CatalogRecords.FindLive(connection, RecordType.ModelVersion, id);
            if (change.Stage is { } stage) StageTable.Change(connection, version, stage, change.Reason, change.Actor);
            ModelAliases.Change(connection, version, change.AddAliases, change.RemoveAliases);
            connection.Execute("UPDATE model_versions SET updated_at = @2 WHERE pk = @1", version.Pk, connection.NowTicks);
            ModelVersion current = ModelVersionRows.Load(connection, new ModelVersionQuery { Ids = [id] })[0];
            ModelVersionColumns.All.Update(connection, version.Pk, current with { Description = change.Description.Or(current.Description) });
            return ModelVersionRows.Load(connection, new ModelVersionQuery { Ids = [id] })[0];
        },
        cancellation);

    public void RemoveVersions(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            CatalogRecords.Remove(connection, RecordType.ModelVersion, ids);
            return connection.Execute(
                """
                DELETE FROM model_aliases
                WHERE version_pk IN (SELECT pk FROM model_versions WHERE id IN (SELECT value FROM json_each(@1)))
                """,
                SqlList.Of(ids));
        },
        cancellation);

    public IReadOnlyList<StageChange> StageHistory(IReadOnlyCollection<string> versionIds, CancellationToken cancellation) =>
        database.Read(connection => versionIds.SelectMany(id => StageChangeColumns.Load(connection, id, DateTimeKind.Local)).ToList(), cancellation);

    private static string Insert(StoreConnection connection, ModelDraft draft)
    {
        string name = Names.Check(RecordType.Model, draft.Name);
        string id = CatalogRecords.NewId(connection, RecordType.Model, draft.Id);
        CatalogRow project = CatalogRecords.FindLive(connection, RecordType.Project, draft.ProjectId);
        DateTime now = connection.UtcNow;
        var model = new Model
        {
            Id = id,
            Name = name,
            ProjectId = draft.ProjectId,
            Project = project.Name,
            Description = draft.Description,
            CreatedAt = now,
            UpdatedAt = now,
        };
        long pk = CatalogRecords.WithUniqueName(
            connection, RecordType.Model, name, $"Project '{project.Name}'", () => ModelColumns.Insert.Execute(connection, model, Names.Fold(name), project.Pk));
        TagRows.Set(connection, RecordType.Model, pk, draft.Tags);
        return id;
    }

    private static List<Model> Load(StoreConnection connection, CatalogQuery query)
    {
        Conditions conditions = new Conditions(connection.Dialect)
            .AddList("m.id", query.Ids)
            .AddIdentity("m", query.Identity, query.NamePrefix, reversedIds: false)
            .AddIf("p.id = {0}", query.ProjectId)
            .AddRemoval(query.Removed, "m", "p");
        List<(long Pk, Model Model)> rows = connection.Query(
            $"{ModelColumns.Select} {conditions.Where} ORDER BY p.name_fold, m.name_fold, m.pk", row => ModelColumns.Read(row, DateTimeKind.Local), conditions.Arguments);
        var tags = TagRows.Load(connection, RecordType.Model, rows.Select(r => r.Pk));
        var aliases = ModelAliases.OfModels(connection, rows.Select(r => r.Pk));
        return [.. rows.Select(r => r.Model with { Tags = tags[r.Pk], Aliases = new NamedValues(aliases[r.Pk]) })];
    }
}
