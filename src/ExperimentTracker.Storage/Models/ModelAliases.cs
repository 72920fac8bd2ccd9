using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Models;

/// <summary>Aliases of model versions: each refers to one version of its model.</summary>
internal static class ModelAliases
{
    /// <exception cref="TrackerException"><c>InvalidAlias</c> or <c>AliasNotFound</c>.</exception>
    public static void Change(StoreConnection connection, CatalogRow version, IReadOnlyList<string> add, IReadOnlyList<string> remove)
    {
        foreach (string alias in remove)
        {
            int removed = connection.Execute("DELETE FROM model_aliases WHERE version_pk = @1 AND alias_fold = @2", version.Pk, Names.Fold(alias));
            if (removed == 0) throw ModelErrors.AliasNotFound(alias, version.Name);
        }

        foreach (string alias in add)
        {
            connection.Execute(
                """
                INSERT INTO model_aliases (model_pk, alias_fold, alias, version_pk, set_at)
                VALUES ((SELECT model_pk FROM model_versions WHERE pk = @1), @2, @3, @1, @4)
                ON CONFLICT (model_pk, alias_fold) DO UPDATE SET alias = excluded.alias, version_pk = excluded.version_pk,
                    set_at = CASE WHEN model_aliases.version_pk = excluded.version_pk THEN model_aliases.set_at ELSE excluded.set_at END
                """,
                version.Pk, Names.Fold(Names.CheckAlias(alias)), alias, connection.NowTicks);
        }
    }

    /// <summary>Version numbers by alias, by the key of the model.</summary>
    public static ILookup<long, KeyValuePair<string, object?>> OfModels(StoreConnection connection, IEnumerable<long> modelPks) => connection.Query(
        """
        SELECT a.model_pk, a.alias, v.version FROM model_aliases a JOIN model_versions v ON v.pk = a.version_pk
        WHERE a.model_pk IN (SELECT value FROM json_each(@1)) ORDER BY a.model_pk, a.alias_fold
        """,
        row => (Model: row.GetInt64(0), Alias: KeyValuePair.Create(row.GetString(1), (object?)row.GetInt64(2))),
        SqlList.Of(modelPks)).ToLookup(a => a.Model, a => a.Alias);

    /// <summary>Aliases by the key of the version.</summary>
    public static ILookup<long, string> OfVersions(StoreConnection connection, IEnumerable<long> versionPks) => connection.Query(
        "SELECT version_pk, alias FROM model_aliases WHERE version_pk IN (SELECT value FROM json_each(@1)) ORDER BY alias_fold",
        row => (Version: row.GetInt64(0), Alias: row.GetString(1)),
        SqlList.Of(versionPks)).ToLookup(a => a.Version, a => a.Alias);
}
