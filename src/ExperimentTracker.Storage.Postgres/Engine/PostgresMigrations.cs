using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Values;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>Creates the schema of a store and brings it up to date. A released step never changes.</summary>
internal static class PostgresMigrations
{
    private static readonly Action<PostgresConnection>[] Steps = [Foundation];

    private static int Known => Steps.Length;

    private static bool HasStore(PostgresConnection connection, string schema) =>
        connection.Number("SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = @1 AND tablename = 'store_info'", schema) > 0;

    /// <summary>Checks the version of the store, and runs the missing steps; creates the store if it does not exist and may be created.</summary>
    /// <exception cref="TrackerException"><c>StoreNotFound</c>, <c>StoreTooNew</c>, and the errors of the server.</exception>
    public static void Open(PostgresDatabase database, bool create, CancellationToken cancellation)
    {
        int? version = database.Read(
            connection => HasStore((PostgresConnection)connection, database.Schema) ? connection.SchemaVersion : (int?)null, cancellation);
        if (version > Known) throw StoreErrors.TooNew(database.Path, version.Value, Known);
        if (version is null && !create) throw StoreErrors.NotFound(database.Path);
        if (version is null || version < Known) Run(database, database.Schema, cancellation);
    }

    /// <summary>Runs the missing steps, in one transaction that excludes all other clients.</summary>
    /// <param name="database">The database.</param>
    /// <param name="schema">The schema, which is created if it does not exist.</param>
    /// <param name="cancellation">Cancels waiting for other clients.</param>
    private static void Run(PostgresDatabase database, string schema, CancellationToken cancellation) => database.Migrate(
        connection =>
        {
            var own = (PostgresConnection)connection;
            if (!HasStore(own, schema)) own.Script($"CREATE SCHEMA IF NOT EXISTS {database.QuotedSchema}");
            int version = HasStore(own, schema) ? own.SchemaVersion : 0;
            for (int step = version; step < Steps.Length; step++) Steps[step](own);
            own.Execute(
                "INSERT INTO store_info VALUES ('schema_version', @1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                Steps.Length.ToString(CultureInfo.InvariantCulture));
            if (version == 0) database.Created?.Invoke(own);
        },
        cancellation);

    private static void Foundation(PostgresConnection connection)
    {
        foreach (string name in new[] { "001_tables.sql", "001_totals.sql", "001_views.sql" }) RunScript(connection, name);
        connection.Execute(
            "INSERT INTO store_info VALUES ('store_id', @1), ('created_at', @2)",
            RecordId.New(connection.Options.Time), connection.NowTicks.ToString(CultureInfo.InvariantCulture));
    }

    // The simple protocol runs many statements at once.
    private static void RunScript(PostgresConnection connection, string name)
    {
        using Stream stream = typeof(PostgresMigrations).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        connection.Flush();
        using NpgsqlCommand command = connection.Inner.CreateCommand();
        command.CommandText = reader.ReadToEnd();
        command.ExecuteNonQuery();
    }
}
