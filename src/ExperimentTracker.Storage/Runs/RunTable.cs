using System.Collections.Immutable;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Artifacts;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Metrics;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Runs;

internal sealed class RunTable(
    Database database, IBlobs blobs, Func<string?> ownerLock, Func<CancellationToken, int> killOrphanedRuns, Action<CancellationToken> beforeReading, KnownRuns? known = null) : IRunStore
{
    public IReadOnlyList<Run> Create(IReadOnlyList<RunDraft> drafts, CancellationToken cancellation)
    {
        string? held = drafts.Any(d => d is { Start: true, IsRemote: false }) ? ownerLock() : null;
        List<(long Pk, string Id)> created = [];
        List<Run> runs = Database.WriteExpecting(
            known is not null && drafts.All(RunCreation.CanPost) ? () => Inserted(RunCreation.Post) : null,
            () => Inserted(RunCreation.Insert));
        foreach ((Run run, long pk) in runs.Zip(created, (run, row) => (run, row.Pk)))
        {
            if (run.StartedAt is { } startedAt) known?.Give(new KnownRun(run.Id, pk, UtcTicks.From(startedAt)));
        }

        return runs;

        List<Run> Inserted(Func<StoreConnection, RunDraft, string?, (long Pk, string Id)> insert) => database.WriteRun(
            connection => created = drafts.Select(d => insert(connection, d, d.IsRemote ? null : held)).ToList(),
            (connection, inserted) => inserted.ConvertAll(run => RunRows.LoadLater(connection, run.Pk, run.Id)).ConvertAll(load => load()),
            flush: true,
            cancellation);
    }

    public IEnumerable<Run> Query(RunQuery query, CancellationToken cancellation)
    {
        beforeReading(cancellation);
        return RunPages.Read(database, query, cancellation);
    }

    public StatisticTable Statistics(RunQuery query, MetricStatistic statistic, CancellationToken cancellation)
    {
        beforeReading(cancellation);
        return database.Read(connection => RunStatistics.Read(connection, query, statistic), cancellation);
    }

    public IReadOnlyList<string> NotNarrowed(RunFilter filter)
    {
        var sql = new RunFilterSql(new Conditions(database.Dialect), ImmutableDictionary<PropertyComparison, long[]>.Empty);
        sql.UpperBound(filter);
        return sql.NotNarrowed;
    }

    public bool HasName(RunProperty property, CancellationToken cancellation) => database.Read(
        connection =>
        {
            var conditions = new Conditions(connection.Dialect);
            return ComparisonSql.AnyWith(conditions, property) is not { } sql || connection.Number(sql, conditions.Arguments) is not null;
        },
        cancellation);

    public IEnumerable<RunLabel> Labels(RunLabelQuery query, CancellationToken cancellation) => RunLabels.Read(database, query, cancellation);

    public IReadOnlyList<RunTotal> Totals(CancellationToken cancellation)
    {
        beforeReading(cancellation);
        return database.Read(
            connection => connection.Query(
                """
                SELECT e.id, t.status, t.runs FROM run_totals t JOIN experiments e ON e.pk = t.experiment_pk JOIN projects p ON p.pk = e.project_pk
                WHERE t.removal = 0 AND t.runs > 0 AND e.removed_at IS NULL AND p.removed_at IS NULL ORDER BY e.pk, t.status
                """,
                row => new RunTotal(row.GetString(0), (RunStatus)row.GetInt64(1), row.GetInt64(2))),
            cancellation);
    }

    public Run ChangeStatus(RunStatusRequest request, CancellationToken cancellation)
    {
        string? held = request.To == RunStatus.Running && !request.IsRemote ? ownerLock() : null;
        KnownRun? run = known?.Take(request.RunId);
        bool isExpected = run?.StartedAt is not null && request.To is not (RunStatus.Running or RunStatus.Pending) && !run.Series.Any(SeriesWriter.HasTail);
        return Database.WriteExpecting(isExpected ? () => End(run!, request, cancellation) : null, () => ReadAndChange(request, held, cancellation));
    }

    // What ends a run is decided without reading it, as long as no other process has changed it.
    private Run End(KnownRun run, RunStatusRequest request, CancellationToken cancellation) => database.WriteRun(
        connection =>
        {
            OpenRuns.Require(connection, run.Pk, run.Id, run.StartedAt);
            SeriesWriter.RequireNoTails(connection, run.Pk);
            RunLifecycle.Change(connection, new CatalogRow(run.Pk, run.Id, false, false, null), new RunState(RunStatus.Running, run.StartedAt, []), request, null);
            return run.Pk;
        },
        (connection, pk) => RunRows.LoadLater(connection, pk, request.RunId)(),
        flush: true,
        cancellation);

    private Run ReadAndChange(RunStatusRequest request, string? held, CancellationToken cancellation) => database.WriteRun(
        connection =>
        {
            Func<CatalogRow> run = CatalogRecords.FindLiveLater(connection, RecordType.Run, request.RunId);
            Func<RunState> state = RunState.ReadLater(connection, request.RunId);
            RunLifecycle.Change(connection, run(), state(), request, held);
            return run().Pk;
        },
        (connection, pk) => RunRows.LoadLater(connection, pk, request.RunId)(),
        flush: true,
        cancellation);

    public bool RecordHeartbeat(string id, CancellationToken cancellation) => database.WriteRun(
        connection => connection.Execute(
            $"UPDATE runs SET heartbeat_at = @2 WHERE id = @1 AND status = {(int)RunStatus.Running} AND heartbeat_seconds IS NOT NULL", id, connection.NowTicks) > 0,
        flush: false, cancellation);

    public int KillOrphanedRuns(CancellationToken cancellation) => killOrphanedRuns(cancellation);

    public Run Update(string id, RunChange change, CancellationToken cancellation) =>
        database.WriteRun(
            connection => Change(connection, id, change), (connection, pk) => RunRows.LoadLater(connection, pk, id)(), flush: change.Status is not null, cancellation);

    public IReadOnlyList<StatusChange> History(IReadOnlyCollection<string> runIds, CancellationToken cancellation) => database.Read(
        connection =>
        {
            long[] pks = [.. runIds.Select(id => connection.Number("SELECT pk FROM runs WHERE id = @1", id)).OfType<long>()];
            ILookup<long, StatusChange> changes = StatusChangeColumns.Load(connection, pks, DateTimeKind.Local);
            return pks.SelectMany(pk => changes[pk]).ToList();
        },
        cancellation);

    public void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            Removals.RefuseRunning(connection, "r.id IN (SELECT value FROM json_each(@1))", ids);
            CatalogRecords.Remove(connection, RecordType.Run, ids);
            return 0;
        },
        cancellation);

    public void Restore(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            CatalogRecords.Restore(connection, RecordType.Run, ids);
            return 0;
        },
        cancellation);

    public RemovalSummary EstimateRemoval(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        database.Read(connection => Removals.EstimateRuns(connection, ids), cancellation);

    private long Change(StoreConnection connection, string id, RunChange change)
    {
        CatalogRow run = CatalogRecords.FindLive(connection, RecordType.Run, id);
        if (change.Status is { } status) SetStatus(connection, run, id, status, change.Actor);
        foreach ((string key, object? place) in change.Files.Pairs) AddFile(connection, id, key, ValueText.Format(place));
        if (change.Name is not null) Names.Check(RecordType.Run, change.Name);
        if (change.ParentRunId is { } parent) SetParent(connection, run, parent);
        if (change.ExperimentId is { } experiment) RunMove.To(connection, run, experiment);
        connection.Post(
            """
            UPDATE runs SET updated_at = @2, name = coalesce(@3, name), name_fold = coalesce(@4, name_fold), git_dirty = coalesce(@5, git_dirty)
            WHERE pk = @1
            """,
            run.Pk, connection.NowTicks, change.Name, change.Name is null ? null : Names.Fold(change.Name), change.GitDirty);
        foreach (MutableValue note in RunColumns.Notes.MutableValuesOf(change)) note.Change(connection, RunColumns.Notes.Table, run.Pk);
        return run.Pk;
    }

    private static void SetStatus(StoreConnection connection, CatalogRow run, string id, RunStatus to, string? actor)
    {
        if (connection.Number("SELECT status FROM runs WHERE pk = @1", run.Pk) == (long)to) return;
        RunLifecycle.Change(connection, run, RunState.ReadLater(connection, id)(), new RunStatusRequest { RunId = id, To = to, Actor = actor }, null);
    }

    private void AddFile(StoreConnection connection, string id, string key, string place) => ArtifactWriter.Write(connection, blobs, new ArtifactDraft
    {
        OwnerType = RecordType.Run,
        OwnerId = id,
        Key = key,
        Kind = ArtifactKind.Reference,
        Location = place,
        Replace = true,
    });

    /// <summary>Adds the conditions of a query except its filter. Those of its tags are an upper bound.</summary>
    public static void AddConditions(Conditions conditions, RunQuery query)
    {
        foreach ((string key, object? value) in query.Tags.Pairs) conditions.Add($"({ComparisonSql.HasTag(conditions, key, value)})");
        conditions
            .AddList("r.id", query.Ids)
            .AddIdentity("r", query.Identity, query.NamePrefix, reversedIds: true)
            .AddIf("p.id = {0}", query.ProjectId)
            .AddIf("e.id = {0}", OnlyExperiment(query))
            .AddList("e.id", OnlyExperiment(query) is null ? query.ExperimentIds : null)
            .AddList($"coalesce(t.id, e.id || '/{Trial.DefaultName}')", query.TrialIds)
            .AddIf("r.namespace = {0}", query.Namespace)
            .AddIf("r.number = {0}", query.Number)
            .AddList("r.status", query.Statuses?.Select(s => (long)s))
            .AddIf("r.parameter_hash = {0}", query.ParameterHash)
            .AddIf("r.created_at <= {0}", query.CreatedUntil is { } latest ? UtcTicks.From(latest) : null)
            .AddIf("coalesce(r.started_at, r.created_at) >= {0}", query.StartedFrom is { } from ? UtcTicks.From(from) : null)
            .AddIf("coalesce(r.started_at, r.created_at) < {0}", query.StartedBefore is { } before ? UtcTicks.From(before) : null)
            .AddIf(query.Descendants ? DescendantsOf : "r.parent_pk = (SELECT pk FROM runs WHERE id = {0})", query.ParentRunId)
            .AddRemoval(query.Removed, "r", "e", "p");
    }

    // With one experiment, SQLite can read its runs in the order of an index.
    private static string? OnlyExperiment(RunQuery query) => query.ExperimentIds is { Count: 1 } only ? only.First() : null;

    private const string DescendantsOf = """
        r.pk IN (
            WITH RECURSIVE below (pk) AS (
                SELECT pk FROM runs WHERE parent_pk = (SELECT pk FROM runs WHERE id = {0})
                UNION SELECT c.pk FROM runs c JOIN below ON c.parent_pk = below.pk)
            SELECT pk FROM below)
        """;

    private static void SetParent(StoreConnection connection, CatalogRow run, string parentId)
    {
        CatalogRow? parent = parentId.Length == 0 ? null : CatalogRecords.FindLive(connection, RecordType.Run, parentId);
        bool cycle = parent is not null && connection.Scalar(
            """
            WITH RECURSIVE above (pk) AS (
                SELECT @1 UNION SELECT r.parent_pk FROM runs r JOIN above ON r.pk = above.pk WHERE r.parent_pk IS NOT NULL)
            SELECT 1 FROM above WHERE pk = @2
            """,
            parent.Pk, run.Pk) is not null;
        if (cycle) throw RunErrors.ParentCycle(run.Name, parent!.Name);
        connection.Execute("UPDATE runs SET parent_pk = @2 WHERE pk = @1", run.Pk, parent?.Pk);
    }
}
