using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

internal sealed class TrialTable(Database database) : ITrialStore
{
    public IReadOnlyList<Trial> Create(IReadOnlyList<TrialDraft> drafts, CancellationToken cancellation) => database.Write(
        connection =>
        {
            string[] ids = [.. drafts.Select(draft => Insert(connection, draft))];
            return Load(connection, new CatalogQuery { Ids = ids });
        },
        cancellation);

    public IReadOnlyList<Trial> Query(CatalogQuery query, CancellationToken cancellation) => database.Read(connection => Load(connection, query), cancellation);

    public Trial Update(string id, CatalogChange change, CancellationToken cancellation) => database.Write(
        connection =>
        {
            CatalogRow row = CatalogRecords.FindLive(connection, RecordType.Trial, id);
            string name = TrialRules.CheckName(change.Name ?? row.Name);
            CatalogRecords.SetName(connection, RecordType.Trial, row.Pk, name, $"Experiment '{row.Parent}'");
            Trial current = Load(connection, new CatalogQuery { Ids = [id] })[0];
            TrialColumns.All.Update(connection, row.Pk, current with
            {
                Description = change.Description.Or(current.Description),
                Config = change.SetsConfig ? change.Config : current.Config,
            });
            if (change.StartedAt is { } startedAt) connection.Execute("UPDATE trials SET started_at = @2 WHERE pk = @1", row.Pk, startedAt);
            return Load(connection, new CatalogQuery { Ids = [id] })[0];
        },
        cancellation);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            CatalogRecords.Remove(connection, RecordType.Trial, ids);
            return 0;
        },
        cancellation);

    public void Restore(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            CatalogRecords.Restore(connection, RecordType.Trial, ids);
            return 0;
        },
        cancellation);

    // The runs of a removed trial are kept.
    public RemovalSummary EstimateRemoval(IReadOnlyCollection<string> ids, CancellationToken cancellation) => new(0, 0, 0, 0, 0);

    private static string Insert(StoreConnection connection, TrialDraft draft)
    {
        string name = TrialRules.CheckName(draft.Name);
        TrialRules.CheckId(draft.Id);
        string id = CatalogRecords.NewId(connection, RecordType.Trial, draft.Id);
        CatalogRow experiment = CatalogRecords.FindLive(connection, RecordType.Experiment, draft.ExperimentId);
        DateTime now = connection.UtcNow;
        var trial = new Trial
        {
            Id = id,
            Name = name,
            ExperimentId = draft.ExperimentId,
            Experiment = experiment.Name,
            Project = experiment.Parent!,
            Description = draft.Description,
            Config = draft.Config,
            StartedAt = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        CatalogRecords.WithUniqueName(
            connection, RecordType.Trial, name, $"Experiment '{experiment.Name}'", () => TrialColumns.Insert.Execute(connection, trial, Names.Fold(name), experiment.Pk, draft.StartedAt));
        return id;
    }

    private static List<Trial> Load(StoreConnection connection, CatalogQuery query)
    {
        Conditions conditions = new Conditions(connection.Dialect)
            .AddList("t.id", query.Ids)
            .AddIdentity("t", query.Identity, query.NamePrefix, reversedIds: false)
            .AddIf("p.id = {0}", query.ProjectId)
            .AddIf("e.id = {0}", query.ExperimentId)
            .AddRemoval(query.Removed, "t", "e", "p");
        return connection.Query(
            $"SELECT {TrialColumns.All} {TrialColumns.From} {conditions.Where} ORDER BY p.name_fold, e.name_fold, t.name_fold, t.pk",
            row => TrialColumns.Read(row, DateTimeKind.Local),
            conditions.Arguments);
    }
}
