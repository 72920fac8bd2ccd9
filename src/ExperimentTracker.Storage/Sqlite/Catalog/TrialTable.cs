namespace ExperimentTracker.Storage.Sqlite;

internal sealed class TrialTable(Database database) : ITrialStore
{
    private const string Select = """
        SELECT t.id, t.name, e.id, e.name, p.name, t.description, t.config, coalesce(t.started_at, t.created_at), t.created_at, t.updated_at,
            t.removed_at, (SELECT count(*) FROM runs r WHERE r.trial_pk = t.pk AND r.removed_at IS NULL)
        FROM trials t JOIN experiments e ON e.pk = t.experiment_pk JOIN projects p ON p.pk = e.project_pk
        """;

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
            CatalogRow row = Catalog.FindLive(connection, RecordType.Trial, id);
            string name = TrialRules.CheckName(change.Name ?? row.Name);
            Catalog.WithUniqueName(RecordType.Trial, name, $"Experiment '{row.Parent}'", () => connection.Execute(
                """
                UPDATE trials SET name = @2, name_fold = @3, updated_at = @4,
                    description = CASE WHEN @5 IS NULL THEN description ELSE nullif(@5, '') END,
                    config = CASE WHEN @6 THEN @7 ELSE config END, started_at = coalesce(@8, started_at)
                WHERE pk = @1
                """,
                row.Pk, name, Names.Fold(name), UtcTicks.Now, change.Description, change.SetsConfig, SqlValues.Json(change.Config), change.StartedAt));
            return Load(connection, new CatalogQuery { Ids = [id] })[0];
        },
        cancellation);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            Catalog.Remove(connection, RecordType.Trial, ids);
            return 0;
        },
        cancellation);

    public void Restore(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            Catalog.Restore(connection, RecordType.Trial, ids);
            return 0;
        },
        cancellation);

    // The runs of a removed trial stay.
    public RemovalSummary Weigh(IReadOnlyCollection<string> ids, CancellationToken cancellation) => new(0, 0, 0, 0, 0);

    private static string Insert(StoreConnection connection, TrialDraft draft)
    {
        string name = TrialRules.CheckName(draft.Name);
        TrialRules.CheckId(draft.Id);
        string id = Catalog.NewId(connection, RecordType.Trial, draft.Id);
        CatalogRow experiment = Catalog.FindLive(connection, RecordType.Experiment, draft.ExperimentId);
        Catalog.WithUniqueName(RecordType.Trial, name, $"Experiment '{experiment.Name}'", () => connection.Execute(
            """
            INSERT INTO trials (id, experiment_pk, name, name_fold, description, config, created_at, started_at, updated_at)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @7)
            """,
            id, experiment.Pk, name, Names.Fold(name), draft.Description, SqlValues.Json(draft.Config), UtcTicks.Now, draft.StartedAt));
        return id;
    }

    private static List<Trial> Load(StoreConnection connection, CatalogQuery query)
    {
        Conditions conditions = new Conditions()
            .AddList("t.id", query.Ids)
            .AddIdentity("t", query.Identity, query.NamePrefix, reversedIds: false)
            .AddIf("p.id = {0}", query.ProjectId)
            .AddIf("e.id = {0}", query.ExperimentId)
            .AddRemoval(query.Removed, "t", "e", "p");
        return connection.Query($"{Select} {conditions.Where} ORDER BY p.name_fold, e.name_fold, t.name_fold, t.pk", Read, conditions.Arguments);
    }

    private static Trial Read(Statement row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        ExperimentId = row.GetString(2),
        Experiment = row.GetString(3),
        Project = row.GetString(4),
        Description = row.GetStringOrNull(5),
        Config = row.GetJson(6),
        StartedAt = row.GetLocalTime(7),
        CreatedAt = row.GetLocalTime(8),
        UpdatedAt = row.GetLocalTime(9),
        RemovedAt = row.GetLocalTimeOrNull(10),
        RunCount = row.GetInt64(11),
    };
}
