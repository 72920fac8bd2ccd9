using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres.Engine;
using ExperimentTracker.Values;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Setup;

/// <summary>Creates the schema of a store and brings it up to date. A released step never changes.</summary>
/// <param name="steps">The steps that this module knows.</param>
internal sealed class PostgresMigrations(IReadOnlyList<SchemaStep> steps)
{
    /// <summary>The steps of this module.</summary>
    public static IReadOnlyList<SchemaStep> Steps { get; } = [new(Foundation), new(RecordsByStep), new(Alerts)];

    /// <summary>The version of the schema that this module knows.</summary>
    public int Known => steps.Count;

    /// <summary>
    /// Checks the version of the store, and runs the missing steps if this user owns the store; creates the store if it does not exist and may be created.
    /// A breaking step of a store that several users share is left to <see cref="Update"/>, because it shuts out those who were not told.
    /// </summary>
    /// <returns>What this user may do.</returns>
    /// <exception cref="TrackerException">
    /// <c>StoreNotFound</c>, <c>StoreAccessDenied</c>, <c>StoreTooNew</c>, <c>StoreMigrationNeeded</c>, and the errors of the server.
    /// </exception>
    public StoreAccess Open(PostgresDatabase database, GroupRoles roles, bool create, CancellationToken cancellation)
    {
        StoreState? state = database.Read(connection => StoreState.Load((PostgresConnection)connection, database.Schema), cancellation);
        if (state is null && !create) throw StoreErrors.NotFound(database.Path);
        if (state is { Role: null }) throw AccessErrors.Denied(database.Path, new UnauthorizedAccessException("you have no role in it."));
        bool isShared = state?.TableOwner == roles.Of(StoreRole.Owner);
        if (state is not null && state.Version > Known && state.CompatibleWith > Known) throw StoreErrors.TooNew(database.Path, state.Version, Known);
        if (state is null || state.Version < Known)
        {
            if (state is not null && (state.Role != StoreRole.Owner || (isShared && steps.Skip(state.Version).Any(s => s.IsBreaking))))
                throw AccessErrors.MigrationNeeded(database.Path, state.Version, Known);
            database.Migrate(connection => Update((PostgresConnection)connection, database, isShared ? roles : null), cancellation);
        }

        return new(state?.Role ?? StoreRole.Owner, isShared ? GroupRoles.Quoted(roles.Query) : null);
    }

    /// <summary>Creates the schema, or runs the missing steps, in a transaction that excludes all other clients.</summary>
    /// <param name="connection">The connection with the transaction.</param>
    /// <param name="database">The database.</param>
    /// <param name="roles">The roles of a store that several users share; otherwise <see langword="null"/>.</param>
    public void Update(PostgresConnection connection, PostgresDatabase database, GroupRoles? roles)
    {
        StoreState? state = StoreState.Load(connection, database.Schema);
        if (state is null && roles is null) connection.Script($"CREATE SCHEMA IF NOT EXISTS {database.QuotedSchema}");
        if (roles is not null) connection.Script($"SET LOCAL ROLE {GroupRoles.Quoted(roles.Of(StoreRole.Owner))}");
        int compatible = state?.CompatibleWith ?? 1;
        for (int version = state?.Version ?? 0; version < Known; version++)
        {
            steps[version].Run(connection);
            if (steps[version].IsBreaking) compatible = version + 1;
        }

        if (state is null || state.Version < Known)
        {
            connection.Execute(
                "INSERT INTO store_info VALUES ('schema_version', @1), ('compatible_with', @2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                Known.ToString(CultureInfo.InvariantCulture), compatible.ToString(CultureInfo.InvariantCulture));
        }

        if (state is null) database.Created?.Invoke(connection);
        if (roles is not null)
        {
            RunScript(connection, "roles.sql", text => Named(text, database, roles));
            connection.Script("RESET ROLE");
        }
    }

    private static void Foundation(PostgresConnection connection)
    {
        foreach (string name in new[] { "001_tables.sql", "001_owners.sql", "001_totals.sql", "001_views.sql" }) RunScript(connection, name, text => text);
        connection.Execute(
            "INSERT INTO store_info VALUES ('store_id', @1), ('created_at', @2)",
            RecordId.New(connection.Options.Time), connection.NowTicks.ToString(CultureInfo.InvariantCulture));
    }

    private static void RecordsByStep(PostgresConnection connection)
    {
        foreach (string name in new[] { "002_distributions.sql", "002_artifact_steps.sql" }) RunScript(connection, name, text => text);
    }

    private static void Alerts(PostgresConnection connection) => RunScript(connection, "003_alerts.sql", text => text);

    private static string Named(string text, PostgresDatabase database, GroupRoles roles)
    {
        text = text.Replace("{schema}", database.QuotedSchema, StringComparison.Ordinal);
        foreach (string role in roles.All)
        {
            string name = role[(role.LastIndexOf('.') + 1)..];
            text = text.Replace($"{{{name}}}", GroupRoles.Quoted(role), StringComparison.Ordinal).Replace($"{{{name}_text}}", GroupRoles.Literal(role), StringComparison.Ordinal);
        }

        return text;
    }

    // The simple protocol runs many statements at once.
    private static void RunScript(PostgresConnection connection, string name, Func<string, string> edit)
    {
        using Stream stream = typeof(PostgresMigrations).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        connection.Flush();
        using NpgsqlCommand command = connection.Inner.CreateCommand();
        command.CommandText = edit(reader.ReadToEnd());
        command.ExecuteNonQuery();
    }
}
