using ExperimentTracker.Transfer;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ExperimentTracker.Tests.Interop;

/// <summary>A database of MLflow on PostgreSQL is imported as the same one in a SQLite file is.</summary>
[NeedsPostgres]
public sealed class MLflowPostgresTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly StoreUnderTest file = StoreUnderTest.InMemory(), server = StoreUnderTest.InMemory();

    public void Dispose()
    {
        folder.Dispose();
        file.Dispose();
        server.Dispose();
    }

    [Fact]
    public void The_same_records_come_from_PostgreSQL_and_from_SQLite()
    {
        foreach (string schema in new[] { MLflowSeed.Version1, MLflowSeed.Version2, MLflowSeed.Version3 })
        {
            using StoreUnderTest fromFile = StoreUnderTest.InMemory(), fromServer = StoreUnderTest.InMemory();
            string path = MLflowSeed.Write(Directory.CreateDirectory(folder.Sub(schema)).FullName, schema);
            Directory.Delete(folder.Sub(Path.Combine(schema, "mlruns")), recursive: true);
            string database = PostgresServer.Shared.NewDatabase();
            Copy(path, PostgresServer.Shared.ConnectionString(database));
            MergeResult first = fromFile.Store.Import(path), second = Import(fromServer, database);
            Assert.Equal(first.Skipped, second.Skipped);
            Assert.Equal(StoreRecords.Text(fromFile.Store), StoreRecords.Text(fromServer.Store));
            Assert.NotEqual(0L, second.Points);
            MergeResult again = Import(fromServer, database);
            Assert.Equal((0L, 0L, 0L), (again.Added, again.Changed, again.Points));
        }
    }

    [Fact]
    public void A_database_without_the_tables_is_refused_and_nothing_can_be_written()
    {
        string database = PostgresServer.Shared.NewDatabase();
        Assert.Equal("ImportNotReadable", Assert.Throws<TrackerException>(() => Import(server, database)).ErrorId);
        using var connection = new NpgsqlConnection(PostgresServer.Shared.ConnectionString(database));
        connection.Open();
        ExperimentTracker.Interop.Sqlite.DatabaseTables.OnServer(connection, ["public"]);
        using NpgsqlCommand write = connection.CreateCommand();
        write.CommandText = "CREATE TABLE written (x int)";
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, Assert.Throws<PostgresException>(() => write.ExecuteNonQuery()).SqlState);
    }

    private static MergeResult Import(StoreUnderTest store, string database)
    {
        var foreign = new ForeignDatabase(database, "experiments", _ =>
        {
            var connection = new NpgsqlConnection(PostgresServer.Shared.ConnectionString(database));
            connection.Open();
            return connection;
        });
        using ITransferSource source = ImportSource.OpenAs(Imports.Format("MLflow"), new TransferRequest(database) { Database = foreign });
        return store.Store.Transfer.Merge(source, preview: false, null, Expect.None);
    }

    // The tables with the types that MLflow gives them on PostgreSQL, and their rows.
    private static void Copy(string path, string connectionString)
    {
        using SqliteConnection from = MLflowSeed.Open(path);
        using var to = new NpgsqlConnection(connectionString);
        to.Open();
        foreach (string table in MLflowSeed.Query(path, "SELECT name FROM sqlite_master WHERE type = 'table'").Select(r => r[0]))
        {
            (string Name, string Type)[] columns = [.. MLflowSeed.Query(path, $"SELECT name, type FROM pragma_table_info('{table}')").Select(c => (c[0], TypeOf(c[1])))];
            using NpgsqlCommand create = to.CreateCommand();
            create.CommandText = $"CREATE TABLE \"{table}\" ({string.Join(", ", columns.Select(c => $"\"{c.Name}\" {c.Type}"))})";
            create.ExecuteNonQuery();
            using SqliteCommand select = from.CreateCommand();
            select.CommandText = $"SELECT * FROM \"{table}\"";
            using SqliteDataReader rows = select.ExecuteReader();
            while (rows.Read())
            {
                using NpgsqlCommand insert = to.CreateCommand();
                insert.CommandText = $"INSERT INTO \"{table}\" VALUES ({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})";
                for (int i = 0; i < columns.Length; i++)
                {
                    object value = rows.GetValue(i);
                    insert.Parameters.Add(new NpgsqlParameter { Value = columns[i].Type switch
                    {
                        _ when value is DBNull => value,
                        "boolean" => (long)value != 0,
                        "integer" => (int)(long)value,
                        "double precision" => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
                        _ => value,
                    } });
                }

                insert.ExecuteNonQuery();
            }
        }
    }

    private static string TypeOf(string declared) => declared.ToUpperInvariant() switch
    {
        "INTEGER" => "integer",
        "BIGINT" => "bigint",
        "FLOAT" or "DOUBLE" => "double precision",
        "BOOLEAN" => "boolean",
        var type when type.StartsWith("VARCHAR", StringComparison.Ordinal) => "varchar",
        _ => "text",
    };
}
