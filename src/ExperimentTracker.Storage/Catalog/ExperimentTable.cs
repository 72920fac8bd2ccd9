using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

internal sealed class ExperimentTable(Database database) : IExperimentCatalog
{
    private const string InOrder = "ORDER BY p.name_fold, e.name_fold, e.pk";

    public IReadOnlyList<Experiment> Create(IReadOnlyList<ExperimentDraft> drafts, CancellationToken cancellation) => database.Write(
        connection =>
        {
            string[] ids = [.. drafts.Select(draft => Insert(connection, draft))];
            return Load(connection, new CatalogQuery { Ids = ids });
        },
        cancellation);

    public IReadOnlyList<Experiment> Query(CatalogQuery query, CancellationToken cancellation) =>
        database.Read(connection => Load(connection, query), cancellation);

    public IReadOnlyList<ExperimentLabel> Labels(CatalogQuery query, CancellationToken cancellation) => database.Read(
        connection =>
        {
            Conditions conditions = ConditionsOf(connection, query);
            return connection.Query(
                $"SELECT e.id, e.name, p.name FROM experiments e JOIN projects p ON p.pk = e.project_pk {conditions.Where} {InOrder}",
                row => new ExperimentLabel { Id = row.GetString(0), Name = row.GetString(1), Project = row.GetString(2) },
                conditions.Arguments);
        },
        cancellation);

    public Experiment Update(string id, CatalogChange change, CancellationToken cancellation) => database.Write(
        connection =>
        {
            CatalogRow row = CatalogRecords.FindLive(connection, RecordType.Experiment, id);
            string name = Names.Check(RecordType.Experiment, change.Name ?? row.Name);
            CatalogRecords.SetName(connection, RecordType.Experiment, row.Pk, name, $"Project '{row.Parent}'");
            Experiment current = Load(connection, new CatalogQuery { Ids = [id] })[0];
            ExperimentColumns.All.Update(connection, row.Pk, current with
            {
                Description = change.Description.Or(current.Description),
                Config = change.SetsConfig ? change.Config : current.Config,
            });
            return Load(connection, new CatalogQuery { Ids = [id] })[0];
        },
        cancellation);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            Removals.RefuseRunning(connection, "e.id IN (SELECT value FROM json_each(@1))", ids);
            CatalogRecords.Remove(connection, RecordType.Experiment, ids);
            return 0;
        },
        cancellation);

    public void Restore(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            CatalogRecords.Restore(connection, RecordType.Experiment, ids);
            return 0;
        },
        cancellation);

    public RemovalSummary EstimateRemoval(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.Read(
        connection => Removals.Estimate(connection, "SELECT pk FROM experiments WHERE id IN (SELECT value FROM json_each(@1))", ids), cancellation);

    private static string Insert(StoreConnection connection, ExperimentDraft draft)
    {
        string name = Names.Check(RecordType.Experiment, draft.Name);
        string id = CatalogRecords.NewId(connection, RecordType.Experiment, draft.Id);
        CatalogRow project = CatalogRecords.FindLive(connection, RecordType.Project, draft.ProjectId);
        DateTime now = connection.UtcNow;
        var experiment = new Experiment
        {
            Id = id,
            Name = name,
            ProjectId = draft.ProjectId,
            Project = project.Name,
            Description = draft.Description,
            Config = draft.Config,
            CreatedAt = now,
            UpdatedAt = now,
        };
        long pk = CatalogRecords.WithUniqueName(
            connection, RecordType.Experiment, name, $"Project '{project.Name}'", () => ExperimentColumns.Insert.Execute(connection, experiment, Names.Fold(name), project.Pk, null));
        TagRows.Set(connection, RecordType.Experiment, pk, draft.Tags);
        return id;
    }

    private static List<Experiment> Load(StoreConnection connection, CatalogQuery query)
    {
        Conditions conditions = ConditionsOf(connection, query);
        List<(long Pk, Experiment Experiment)> rows = connection.Query(
            $"SELECT {ExperimentColumns.All} {ExperimentColumns.From} {conditions.Where} {InOrder}",
            row => ExperimentColumns.Read(row, DateTimeKind.Local),
            conditions.Arguments);
        var tags = TagRows.Load(connection, RecordType.Experiment, rows.Select(r => r.Pk));
        return [.. rows.Select(r => r.Experiment with { Tags = tags[r.Pk] })];
    }

    private static Conditions ConditionsOf(StoreConnection connection, CatalogQuery query) => new Conditions(connection.Dialect)
        .AddList("e.id", query.Ids)
        .AddIdentity("e", query.Identity, query.NamePrefix, reversedIds: false)
        .AddIf("p.id = {0}", query.ProjectId)
        .AddRemoval(query.Removed, "e", "p");
}
