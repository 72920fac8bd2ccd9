using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>The common operations on the tables of projects, experiments, trials, runs and models.</summary>
internal static class CatalogRecords
{
    private static readonly Dictionary<RecordType, string> Tables = new()
    {
        [RecordType.Project] = "projects",
        [RecordType.Experiment] = "experiments",
        [RecordType.Trial] = "trials",
        [RecordType.Run] = "runs",
        [RecordType.Model] = "models",
        [RecordType.ModelVersion] = "model_versions",
        [RecordType.Epoch] = "run_epochs",
        [RecordType.Result] = "run_results",
        [RecordType.Dataset] = "datasets",
        [RecordType.RunLog] = "run_logs",
    };

    /// <summary>The table of a kind of record.</summary>
    public static string TableOf(RecordType type) => Tables[type];

    /// <summary>Returns the row of a record.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>.</exception>
    public static CatalogRow Find(StoreConnection connection, RecordType type, string id) => FindLater(connection, type, id, "")();

    private static Func<CatalogRow> FindLater(StoreConnection connection, RecordType type, string id, string locking)
    {
        Awaited<List<CatalogRow?>> found = connection.QueryLater(
            type switch
            {
                RecordType.Project => "SELECT pk, name, removed_at, NULL, NULL FROM projects WHERE id = @1",
                RecordType.Experiment => """
                    SELECT e.pk, e.name, e.removed_at, p.removed_at, p.name
                    FROM experiments e JOIN projects p ON p.pk = e.project_pk WHERE e.id = @1
                    """,
                RecordType.Trial => """
                    SELECT t.pk, t.name, t.removed_at, coalesce(e.removed_at, p.removed_at), e.name
                    FROM trials t JOIN experiments e ON e.pk = t.experiment_pk JOIN projects p ON p.pk = e.project_pk WHERE t.id = @1
                    """,
                RecordType.Model => """
                    SELECT m.pk, m.name, m.removed_at, p.removed_at, p.name
                    FROM models m JOIN projects p ON p.pk = m.project_pk WHERE m.id = @1
                    """,
                RecordType.ModelVersion => """
                    SELECT v.pk, m.name || '/' || v.version, v.removed_at, coalesce(m.removed_at, p.removed_at), m.name
                    FROM model_versions v JOIN models m ON m.pk = v.model_pk JOIN projects p ON p.pk = m.project_pk WHERE v.id = @1
                    """,
                _ => """
                    SELECT r.pk, e.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number),
                        r.removed_at, coalesce(e.removed_at, p.removed_at), e.name
                    FROM runs r JOIN experiments e ON e.pk = r.experiment_pk JOIN projects p ON p.pk = e.project_pk WHERE r.id = @1
                    """ + locking,
            },
            row => row.GetInt64OrNull(2) == Removals.Collected
                ? null
                : new CatalogRow(row.GetInt64(0), row.GetString(1), !row.IsDBNull(2), !row.IsDBNull(3), row.GetStringOrNull(4)),
            id);
        return () => found.Value is [{ } row] ? row : throw CatalogErrors.NotFound(type, id);
    }

    /// <summary>Returns the row of a record that can be changed. A run is locked: other writers of runs work at the same time.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c> or <c>RecordRemoved</c>.</exception>
    public static CatalogRow FindLive(StoreConnection connection, RecordType type, string id) => FindLiveLater(connection, type, id)();

    /// <summary>The same, by a query that is sent with the next one.</summary>
    public static Func<CatalogRow> FindLiveLater(StoreConnection connection, RecordType type, string id)
    {
        Func<CatalogRow> found = FindLater(connection, type, id, type == RecordType.Run ? connection.Dialect.Locking("r") : "");
        return () => Live(type, found());
    }

    private static CatalogRow Live(RecordType type, CatalogRow row) => row.IsRemoved || row.IsParentRemoved ? throw CatalogErrors.Removed(type, row.Name) : row;

    /// <summary>Returns the id of a new record: the given one, or a generated one.</summary>
    /// <exception cref="TrackerException"><c>InvalidId</c> or <c>…IdExists</c>.</exception>
    public static string NewId(StoreConnection connection, RecordType type, string? given)
    {
        if (given is null) return RecordId.New(connection.Options.Time);
        Names.CheckId(given);
        object? outcome = connection.Scalar(
            $"SELECT 1 FROM {Tables[type]} WHERE id = @1 UNION ALL SELECT 1 FROM tombstones WHERE id = @1 AND type = {(int)type}", given);
        return outcome is null ? given : throw CatalogErrors.IdTaken(type, given);
    }

    /// <summary>Marks records as removed.</summary>
    public static void Remove(StoreConnection connection, RecordType type, IReadOnlyCollection<string> ids)
    {
        foreach (string id in ids)
        {
            CatalogRow row = Find(connection, type, id);
            connection.Execute($"UPDATE {Tables[type]} SET removed_at = @1, updated_at = @1 WHERE pk = @2 AND removed_at IS NULL", connection.NowTicks, row.Pk);
        }
    }

    /// <summary>Removes the mark.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>, <c>ParentRemoved</c>, or <c>…Exists</c> if another record has the name meanwhile.</exception>
    public static void Restore(StoreConnection connection, RecordType type, IReadOnlyCollection<string> ids)
    {
        foreach (string id in ids)
        {
            CatalogRow row = Find(connection, type, id);
            if (row.IsParentRemoved) throw CatalogErrors.ParentRemoved(type, row.Name, ParentOf(type), row.Parent!);
            WithUniqueName(
                connection,
                type,
                row.Name,
                row.Parent is null ? "The store" : $"{ParentOf(type)} '{row.Parent}'",
                () => connection.Execute($"UPDATE {Tables[type]} SET removed_at = NULL, updated_at = @1 WHERE pk = @2", connection.NowTicks, row.Pk));
        }
    }

    private static RecordType ParentOf(RecordType type) => type switch
    {
        RecordType.Run or RecordType.Trial => RecordType.Experiment,
        RecordType.ModelVersion => RecordType.Model,
        _ => RecordType.Project,
    };

    /// <summary>Sets the name of a record, and the time of its last change.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="type">The type of the record.</param>
    /// <param name="pk">The internal key.</param>
    /// <param name="name">The name, which is checked.</param>
    /// <param name="parent">What has the other record if the name is taken, for the error.</param>
    /// <exception cref="TrackerException"><c>…Exists</c>.</exception>
    public static void SetName(StoreConnection connection, RecordType type, long pk, string name, string parent) => WithUniqueName(connection, type, name, parent, () => connection.Execute(
        $"UPDATE {Tables[type]} SET name = @2, name_fold = @3, updated_at = @4 WHERE pk = @1", pk, name, Names.Fold(name), connection.NowTicks));

    /// <summary>Runs a statement that fails if a live record with that name exists.</summary>
    /// <exception cref="TrackerException"><c>…Exists</c>.</exception>
    public static T WithUniqueName<T>(StoreConnection connection, RecordType type, string name, string parent, Func<T> statement)
    {
        try
        {
            return statement();
        }
        catch (Exception e) when (connection.IsConstraintViolation(e))
        {
            throw CatalogErrors.NameTaken(type, name, parent);
        }
    }
}

/// <summary>The row of a project, experiment or run.</summary>
/// <param name="Pk">The internal key.</param>
/// <param name="Name">The name; for a run, the path.</param>
/// <param name="IsRemoved">Whether it was removed itself.</param>
/// <param name="IsParentRemoved">Whether its parent was removed.</param>
/// <param name="Parent">The name of its parent.</param>
internal sealed record CatalogRow(long Pk, string Name, bool IsRemoved, bool IsParentRemoved, string? Parent);
