using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

internal sealed class ModelTable(Database database) : IModelStore
{
    private const string Select = """
        SELECT m.pk, m.id, m.name, p.id, p.name, m.description, m.created_at, m.updated_at, m.removed_at,
            (SELECT count(*) FROM model_versions v WHERE v.model_pk = m.pk AND v.removed_at IS NULL),
            (SELECT max(version) FROM model_versions v WHERE v.model_pk = m.pk AND v.removed_at IS NULL),
            (SELECT version FROM model_versions v WHERE v.model_pk = m.pk AND v.removed_at IS NULL AND v.stage = 2)
        FROM models m JOIN projects p ON p.pk = m.project_pk
        """;

    public IReadOnlyList<Model> Create(IReadOnlyList<ModelDraft> drafts, CancellationToken cancellation) => database.Write(
        session =>
        {
            string[] ids = [.. drafts.Select(draft => Insert(session, draft))];
            return Load(session, new CatalogQuery { Ids = ids });
        },
        cancellation);

    public IReadOnlyList<Model> Query(CatalogQuery query, CancellationToken cancellation) =>
        database.Read(session => Load(session, query), cancellation);

    public Model Update(string id, CatalogChange change, CancellationToken cancellation) => database.Write(
        session =>
        {
            CatalogRow row = Catalog.FindLive(session, RecordType.Model, id);
            string name = Names.Check(RecordType.Model, change.Name ?? row.Name);
            Catalog.WithUniqueName(RecordType.Model, name, $"Project '{row.Parent}'", () => session.Execute(
                """
                UPDATE models SET name = @2, name_fold = @3, updated_at = @4,
                    description = CASE WHEN @5 IS NULL THEN description ELSE nullif(@5, '') END
                WHERE pk = @1
                """,
                row.Pk, name, Names.Fold(name), UtcTicks.Now, change.Description));
            return Load(session, new CatalogQuery { Ids = [id] })[0];
        },
        cancellation);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        session =>
        {
            Catalog.Remove(session, RecordType.Model, ids);
            return 0;
        },
        cancellation);

    public void Restore(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        session =>
        {
            Catalog.Restore(session, RecordType.Model, ids);
            return 0;
        },
        cancellation);

    // A version links to a run and an artifact and owns neither: nothing of theirs goes with a model.
    public RemovalSummary Weigh(IReadOnlyCollection<string> ids, CancellationToken cancellation) => new(0, 0, 0, 0, 0);

    public IReadOnlyList<ModelVersion> Register(IReadOnlyList<ModelVersionDraft> drafts, CancellationToken cancellation) => database.WriteFlushed(
        session =>
        {
            string[] ids = [.. drafts.Select(draft => ModelVersionRows.Insert(session, draft))];
            return ModelVersionRows.Load(session, new ModelVersionQuery { Ids = ids });
        },
        cancellation);

    public IReadOnlyList<ModelVersion> Versions(ModelVersionQuery query, CancellationToken cancellation) =>
        database.Read(session => ModelVersionRows.Load(session, query), cancellation);

    public ModelVersion UpdateVersion(string id, ModelVersionChange change, CancellationToken cancellation) => database.WriteFlushed(
        session =>
        {
            CatalogRow version = Catalog.FindLive(session, RecordType.ModelVersion, id);
            if (change.Stage is { } stage) StageTable.Change(session, version, stage, change.Reason, change.Actor);
            ModelAliases.Change(session, version, change.AddAliases, change.RemoveAliases);
            session.Execute(
                """
                UPDATE model_versions SET updated_at = @2, description = CASE WHEN @3 IS NULL THEN description ELSE nullif(@3, '') END WHERE pk = @1
                """,
                version.Pk, UtcTicks.Now, change.Description);
            return ModelVersionRows.Load(session, new ModelVersionQuery { Ids = [id] })[0];
        },
        cancellation);

    public void RemoveVersions(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        session =>
        {
            Catalog.Remove(session, RecordType.ModelVersion, ids);
            return session.Execute(
                """
                DELETE FROM model_aliases
                WHERE version_pk IN (SELECT pk FROM model_versions WHERE id IN (SELECT value FROM json_each(@1)))
                """,
                Rows.DbList(ids));
        },
        cancellation);

    public IReadOnlyList<StageChange> StageHistory(IReadOnlyCollection<string> versionIds, CancellationToken cancellation) =>
        database.Read(session => versionIds.SelectMany(id => StageTable.History(session, id)).ToList(), cancellation);

    private static string Insert(Session session, ModelDraft draft)
    {
        string name = Names.Check(RecordType.Model, draft.Name);
        string id = Catalog.NewId(session, RecordType.Model, draft.Id);
        CatalogRow project = Catalog.FindLive(session, RecordType.Project, draft.ProjectId);
        Catalog.WithUniqueName(RecordType.Model, name, $"Project '{project.Name}'", () => session.Execute(
            "INSERT INTO models (id, project_pk, name, name_fold, description, created_at, updated_at) VALUES (@1, @2, @3, @4, @5, @6, @6)",
            id, project.Pk, name, Names.Fold(name), draft.Description, UtcTicks.Now));
        TagRows.Set(session, RecordType.Model, session.Number("SELECT last_insert_rowid()")!.Value, draft.Tags);
        return id;
    }

    private static List<Model> Load(Session session, CatalogQuery query)
    {
        Conditions conditions = new Conditions()
            .AddList("m.id", query.Ids)
            .AddIdentity("m", query.Identity, query.NamePrefix, reversedIds: false)
            .AddIf("p.id = {0}", query.ProjectId)
            .AddRemoval(query.Removed, "m", "p");
        List<(long Pk, Model Model)> rows = session.Query(
            $"{Select} {conditions.Where} ORDER BY p.name_fold, m.name_fold, m.pk", row => (row.GetInt64(0), Read(row)), conditions.Arguments);
        var tags = TagRows.Load(session, RecordType.Model, rows.Select(r => r.Pk));
        var aliases = ModelAliases.OfModels(session, rows.Select(r => r.Pk));
        return [.. rows.Select(r => r.Model with { Tags = new NamedValues(tags[r.Pk]), Aliases = new NamedValues(aliases[r.Pk]) })];
    }

    private static Model Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(1),
        Name = row.GetString(2),
        ProjectId = row.GetString(3),
        Project = row.GetString(4),
        Description = row.Text(5),
        CreatedAt = row.Time(6),
        UpdatedAt = row.Time(7),
        RemovedAt = row.TimeOrNull(8),
        VersionCount = row.GetInt64(9),
        LatestVersion = row.Whole(10),
        ProductionVersion = row.Whole(11),
    };
}
