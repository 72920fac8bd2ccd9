using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Storage.Postgres.Setup;

/// <summary>
/// Makes a store that several users share: its group roles, its schema, and who may do what. Everything exists afterwards, whatever existed before; a store
/// of a single user becomes a shared one.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="roles">The roles.</param>
/// <param name="migrations">Makes the schema.</param>
internal sealed class StoreSetup(PostgresDatabase database, GroupRoles roles, PostgresMigrations migrations)
{
    private readonly string owner = GroupRoles.Quoted(roles.Of(StoreRole.Owner));

    /// <summary>Initializes the store, in one transaction.</summary>
    /// <exception cref="TrackerException"><c>StoreSetupDenied</c>, <c>StoreMemberNotFound</c>, <c>StoreTooNew</c>, and the errors of the server.</exception>
    public void Run(StoreMembers members, CancellationToken cancellation) => database.Migrate(
        connection =>
        {
            var own = (PostgresConnection)connection;
            SetupNeeds needs = SetupNeeds.Load(own, database.Schema, roles);
            if (needs.Missing() is { Count: > 0 } missing) throw AccessErrors.SetupDenied(database.Path, missing);
            CheckMembers(own, members);
            if (StoreState.Load(own, database.Schema) is { } state && state.Version > migrations.Known) throw StoreErrors.TooNew(database.Path, state.Version, migrations.Known);
            CreateRoles(own, needs);
            TakeOver(own, needs);
            migrations.Update(own, database, roles);
            foreach (StoreRole role in Enum.GetValues<StoreRole>())
            {
                string option = role == StoreRole.Owner ? " WITH ADMIN OPTION" : "";
                foreach (string member in members.Of(role)) own.Script($"GRANT {GroupRoles.Quoted(roles.Of(role))} TO {GroupRoles.Quoted(member)}{option}");
            }
        },
        cancellation);

    private void CheckMembers(PostgresConnection connection, StoreMembers members)
    {
        string[] named = [.. Enum.GetValues<StoreRole>().SelectMany(members.Of).Distinct(StringComparer.Ordinal)];
        string[] unknown = [.. named.Where(name => connection.Number("SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = @1", name) == 0)];
        if (unknown.Length > 0) throw AccessErrors.MemberNotFound(database.Path, unknown);
    }

    // Owners may give the roles to others without being able to create roles.
    private void CreateRoles(PostgresConnection connection, SetupNeeds needs)
    {
        foreach (string role in needs.MissingRoles) connection.Script($"CREATE ROLE {GroupRoles.Quoted(role)} NOLOGIN");
        if (needs.MissingRoles.Count > 0)
        {
            foreach ((string lower, string higher) in roles.All.Zip(roles.All.Skip(1))) connection.Script($"GRANT {GroupRoles.Quoted(lower)} TO {GroupRoles.Quoted(higher)}");
            foreach (string role in roles.All.SkipLast(1)) connection.Script($"GRANT {GroupRoles.Quoted(role)} TO {owner} WITH ADMIN OPTION");
        }

        // From PostgreSQL 16 on, who created a role can give it to others already, and cannot give that right to itself.
        bool canGive = connection.Number("SELECT pg_has_role(@1::text, 'MEMBER WITH ADMIN OPTION')::integer", roles.Of(StoreRole.Owner)) == 1;
        if (!needs.IsMember || (!canGive && needs.CanCreateRoles)) connection.Script($"GRANT {owner} TO {GroupRoles.Quoted(needs.User)}{(canGive ? "" : " WITH ADMIN OPTION")}");
    }

    private void TakeOver(PostgresConnection connection, SetupNeeds needs)
    {
        if (!needs.HasSchema)
        {
            connection.Script($"CREATE SCHEMA {database.QuotedSchema} AUTHORIZATION {owner}");
            return;
        }

        string newOwner = roles.Of(StoreRole.Owner);
        if (needs.SchemaOwner != newOwner) connection.Script($"ALTER SCHEMA {database.QuotedSchema} OWNER TO {owner}");
        List<string> changes = connection.Query(
            $"""
            SELECT format('ALTER TABLE %I.%I OWNER TO %I', n.nspname, c.relname, @2::text) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = @1 AND c.relkind IN ('r', 'v', 'S') AND pg_get_userbyid(c.relowner) <> @2::text
            UNION ALL
            SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, @2::text) FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = @1 AND pg_get_userbyid(p.proowner) <> @2::text
            """,
            row => row.GetString(0), database.Schema, newOwner);
        foreach (string change in changes) connection.Script(change);
    }
}
