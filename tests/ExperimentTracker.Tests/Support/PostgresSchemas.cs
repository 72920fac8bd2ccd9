using System.Collections.Concurrent;
using ExperimentTracker.Contracts.Stores;
using Npgsql;

namespace ExperimentTracker.Tests.Support;

/// <summary>Schemas for stores of tests. Creating the tables takes longer than most tests, so a schema is emptied and used again.</summary>
internal static class PostgresSchemas
{
    private static readonly ConcurrentBag<StoreAddress> Free = [];
    private static readonly Lazy<string> Database = new(() => PostgresServer.Shared.NewDatabase());

    /// <summary>The login of the superuser of the shared server.</summary>
    public static IStoreCredentials Admin { get; } = new Login();

    public static StoreAddress Take() => Free.TryTake(out StoreAddress? address) ? address : New();

    /// <summary>The address of a store that does not exist.</summary>
    public static StoreAddress New() =>
        StoreAddress.Parse($"postgres://{PostgresServer.Host}:{PostgresServer.Shared.Port}/{Database.Value}?schema={PostgresServer.NewSchemaName()}");

    public static void Return(StoreAddress address)
    {
        string schema = address.Schema!;
        using var connection = new NpgsqlConnection(PostgresServer.Shared.ConnectionString(Database.Value));
        connection.Open();
        using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = $"""
            SET session_replication_role = replica;
            DO $$
            DECLARE
                emptied text;
            BEGIN
                FOR emptied IN SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' AND tablename <> 'store_info' LOOP
                    EXECUTE format('DELETE FROM %I.%I', '{schema}', emptied);
                END LOOP;
                UPDATE "{schema}".store_info SET value = gen_random_uuid()::text WHERE name = 'store_id';
                UPDATE "{schema}".store_info SET value = ((extract(epoch FROM clock_timestamp()) * 10000000)::bigint + {DateTime.UnixEpoch.Ticks})::text WHERE name = 'created_at';
                DELETE FROM "{schema}".store_info WHERE name NOT IN ('store_id', 'created_at', 'schema_version');
            END
            $$;
            """;
        command.ExecuteNonQuery();
        Free.Add(address);
    }

    private sealed class Login : IStoreCredentials
    {
        public string User => PostgresServer.Shared.Admin.User;

        public string GetPassword() => PostgresServer.Shared.Admin.Password;
    }
}
