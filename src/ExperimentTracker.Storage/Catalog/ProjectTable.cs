using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

internal sealed class ProjectTable(Database database) : IProjectStore
{
    public IReadOnlyList<Project> Create(IReadOnlyList<ProjectDraft> drafts, CancellationToken cancellation) => database.Write(
        connection =>
        {
            string[] ids = [.. drafts.Select(draft => Insert(connection, draft))];
            return Load(connection, new CatalogQuery { Ids = ids });
        },
        cancellation);

    public IReadOnlyList<Project> Query(CatalogQuery query, CancellationToken cancellation) =>
        database.Read(connection => Load(connection, query), cancellation);

    public Project Update(string id, CatalogChange change, CancellationToken cancellation) => database.Write(
        connection =>
        {
            CatalogRow row = CatalogRecords.FindLive(connection, RecordType.Project, id);
            string name = Names.Check(RecordType.Project, change.Name ?? row.Name);
            CatalogRecords.SetName(connection, RecordType.Project, row.Pk, name, "The store");
            Project current = Load(connection, new CatalogQuery { Ids = [id] })[0];
            ProjectColumns.All.Update(connection, row.Pk, current with { Description = change.Description.Or(current.Description) });
            return Load(connection, new CatalogQuery { Ids = [id] })[0];
        },
        cancellation);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            Removals.RefuseRunning(connection, "e.project_pk IN (SELECT pk FROM projects WHERE id IN (SELECT value FROM json_each(@1)))", ids);
            CatalogRecords.Remove(connection, RecordType.Project, ids);
            return 0;
        },
        cancellation);

    public void Restore(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            CatalogRecords.Restore(connection, RecordType.Project, ids);
            return 0;
        },
        cancellation);

    public RemovalSummary EstimateRemoval(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.Read(
        connection => Removals.Estimate(
            connection,
            "SELECT pk FROM experiments WHERE removed_at IS NULL AND project_pk IN (SELECT pk FROM projects WHERE id IN (SELECT value FROM json_each(@1)))",
            ids),
        cancellation);

    private static string Insert(StoreConnection connection, ProjectDraft draft)
    {
        string name = Names.Check(RecordType.Project, draft.Name);
        string id = CatalogRecords.NewId(connection, RecordType.Project, draft.Id);
        DateTime now = connection.UtcNow;
        var project = new Project { Id = id, Name = name, Description = draft.Description, CreatedAt = now, UpdatedAt = now };
        long pk = CatalogRecords.WithUniqueName(connection, RecordType.Project, name, "The store", () => ProjectColumns.Insert.Execute(connection, project, Names.Fold(name)));
        TagRows.Set(connection, RecordType.Project, pk, draft.Tags);
        return id;
    }

    private static List<Project> Load(StoreConnection connection, CatalogQuery query)
    {
        Conditions conditions = new Conditions(connection.Dialect)
            .AddList("p.id", query.Ids)
            .AddIdentity("p", query.Identity, query.NamePrefix, reversedIds: false)
            .AddRemoval(query.Removed, "p");
        List<(long Pk, Project Project)> rows = connection.Query(
            $"{ProjectColumns.Select} {conditions.Where} ORDER BY p.name_fold, p.pk", row => ProjectColumns.Read(row, DateTimeKind.Local), conditions.Arguments);
        var tags = TagRows.Load(connection, RecordType.Project, rows.Select(r => r.Pk));
        return [.. rows.Select(r => r.Project with { Tags = tags[r.Pk] })];
    }
}
