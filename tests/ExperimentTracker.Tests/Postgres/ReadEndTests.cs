using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Tests.Postgres;

/// <summary>The end of a read, after which its connection is used for other work.</summary>
[NeedsPostgres]
public sealed class ReadEndTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly StoreUnderTest store = StoreUnderTest.OnPostgres();
    private readonly PostgresDatabase database;

    public ReadEndTests() => database = new(store.Store.Address, PostgresSchemas.Admin, EngineOptions.Default);

    public void Dispose()
    {
        database.Dispose();
        store.Dispose();
    }

    [Fact]
    public void A_connection_whose_read_ended_with_settings_for_no_statement_can_write()
    {
        for (int i = 0; i < 3; i++)
        {
            database.Read(
                connection =>
                {
                    Assert.Equal(1, connection.Number("SELECT 1"));
                    connection.PreferIndexes();
                    connection.JoinAsWritten();
                    return 0;
                },
                None);
            database.WriteFlushed(connection => connection.Execute($"INSERT INTO store_info VALUES ('test{i}', '1')"), None);
        }

        Assert.Equal(3, database.Read(connection => connection.Number("SELECT count(*) FROM store_info WHERE name LIKE 'test%'"), None));
    }

    [Fact]
    public void A_read_that_asks_for_nothing_leaves_nothing_to_the_next()
    {
        database.Read(
            connection =>
            {
                connection.PreferIndexes();
                return 0;
            },
            None);
        Assert.Equal("on", database.Read(connection => connection.Query("SELECT current_setting('enable_seqscan')", row => row.GetString(0)).Single(), None));
    }
}
