using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Storage.Postgres.Setup;

/// <summary>What exists of a shared store, and what this user may do about the rest.</summary>
internal sealed record SetupNeeds
{
    /// <summary>The user.</summary>
    public required string User { get; init; }

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The schema.</summary>
    public required string Schema { get; init; }

    /// <summary>The role that the schema belongs to; <see langword="null"/> if there is none.</summary>
    public string? SchemaOwner { get; init; }

    /// <summary>Whether the schema belongs to this user, or to a role that the user is a member of.</summary>
    public bool OwnsSchema { get; init; }

    /// <summary>Whether this user may create schemas.</summary>
    public bool CanCreateSchema { get; init; }

    /// <summary>Whether this user may create roles, and make users their members.</summary>
    public bool CanCreateRoles { get; init; }

    /// <summary>Whether this user is a member of the owners' role.</summary>
    public bool IsMember { get; init; }

    /// <summary>The group roles that do not exist.</summary>
    public required IReadOnlyList<string> MissingRoles { get; init; }

    /// <summary>The owners' role.</summary>
    public required string OwnerRole { get; init; }

    /// <summary>Whether the schema exists.</summary>
    public bool HasSchema => SchemaOwner is not null;

    /// <summary>Loads what exists.</summary>
    public static SetupNeeds Load(PostgresConnection connection, string schema, GroupRoles roles)
    {
        string owner = roles.Of(StoreRole.Owner);
        string[] missing = [.. roles.All.Where(role => connection.Number("SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = @1", role) == 0)];
        (string Owner, bool IsMine)? found = connection.Query(
            "SELECT pg_get_userbyid(nspowner), pg_has_role(nspowner, 'MEMBER') FROM pg_catalog.pg_namespace WHERE nspname = @1",
            row => (row.GetString(0), row.GetInt64(1) != 0), schema).Cast<(string, bool)?>().FirstOrDefault();
        return connection.First(
            """
            SELECT current_user, current_database(), has_database_privilege(current_database(), 'CREATE'), rolsuper OR rolcreaterole
            FROM pg_catalog.pg_roles WHERE rolname = current_user
            """,
            row => new SetupNeeds
            {
                User = row.GetString(0),
                Database = row.GetString(1),
                Schema = schema,
                SchemaOwner = found?.Owner,
                OwnsSchema = found?.IsMine ?? false,
                CanCreateSchema = row.GetInt64(2) != 0,
                CanCreateRoles = row.GetInt64(3) != 0,
                IsMember = !missing.Contains(owner) && connection.Number("SELECT pg_has_role(@1::text, 'MEMBER')::integer", owner) == 1,
                MissingRoles = missing,
                OwnerRole = owner,
            })!;
    }

    /// <summary>What the user lacks, each with the statement that gives it.</summary>
    public IReadOnlyList<string> Missing()
    {
        var missing = new List<string>();
        string user = GroupRoles.Quoted(User), schema = GroupRoles.Quoted(Schema), owner = GroupRoles.Quoted(OwnerRole);
        bool isNew = SchemaOwner != OwnerRole;
        if (isNew && !CanCreateSchema) missing.Add($"the right to create a schema (GRANT CREATE ON DATABASE {GroupRoles.Quoted(Database)} TO {user})");
        if (isNew && HasSchema && !OwnsSchema) missing.Add($"to own the schema, which belongs to {SchemaOwner} (ALTER SCHEMA {schema} OWNER TO {user})");
        if (MissingRoles.Count > 0 && !CanCreateRoles) missing.Add($"the right to create roles (ALTER ROLE {user} CREATEROLE)");
        if (MissingRoles.Count == 0 && !IsMember && !CanCreateRoles) missing.Add($"to be an owner of the store (GRANT {owner} TO {user})");
        return missing;
    }
}
