using System.Globalization;
using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Storage.Postgres.Setup;

/// <summary>What a schema has of a store, and what this user may do in it.</summary>
/// <param name="TableOwner">The role that the tables belong to.</param>
/// <param name="Role">The role of this user; <see langword="null"/> without access.</param>
/// <param name="Version">The version of the schema; 0 without access.</param>
/// <param name="CompatibleWith">The oldest version of the schema whose modules can use the store.</param>
internal sealed record StoreState(string TableOwner, StoreRole? Role, int Version, int CompatibleWith)
{
    // What distinguishes the roles. Writers have privileges on columns.
    private const string Text =
        """
        SELECT pg_get_userbyid(c.relowner),
            CASE WHEN NOT has_schema_privilege(n.oid, 'USAGE') THEN NULL
                WHEN pg_has_role(c.relowner, 'USAGE') THEN 3
                WHEN has_table_privilege(format('%I.model_aliases', n.nspname), 'INSERT') THEN 2
                WHEN has_any_column_privilege(format('%I.runs', n.nspname), 'INSERT') THEN 1
                WHEN has_table_privilege(c.oid, 'SELECT') THEN 0 END
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = @1 AND c.relname = 'store_info' AND c.relkind = 'r'
        """;

    /// <summary>Loads the state of a store; <see langword="null"/> if the schema has none.</summary>
    public static StoreState? Load(PostgresConnection connection, string schema)
    {
        if (connection.First(Text, row => (Owner: row.GetString(0), Role: (StoreRole?)row.GetInt64OrNull(1)), schema) is not { Owner: { } owner } found) return null;
        if (found.Role is null) return new(owner, null, 0, 0);
        var versions = connection.Query(
            "SELECT name, value FROM store_info WHERE name IN ('schema_version', 'compatible_with')",
            row => (Name: row.GetString(0), Value: int.Parse(row.GetString(1), CultureInfo.InvariantCulture))).ToDictionary(v => v.Name, v => v.Value);
        int version = versions["schema_version"];
        return new(owner, found.Role, version, versions.GetValueOrDefault("compatible_with", version));
    }
}
