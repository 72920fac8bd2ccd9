using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Tests.Postgres;

/// <summary>Garbage collections of several clients of one server.</summary>
[NeedsPostgres]
public sealed class ServerCollectionTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly StoreUnderTest store = StoreUnderTest.OnPostgres();

    public void Dispose() => store.Dispose();

    [Fact]
    public void One_client_collects_at_a_time_and_its_turn_ends_with_its_connection()
    {
        using PostgresDatabase one = Database(), two = Database();
        CollectionTurn first = new AdvisoryCollectionTurn(one), second = new AdvisoryCollectionTurn(two);
        using (first.Enter(None))
        {
            Assert.True(second.IsTaken);
            Assert.Null(second.TryEnter());
        }

        Assert.False(second.IsTaken);
        IDisposable? taken = second.TryEnter();
        Assert.NotNull(taken);
        taken.Dispose();
    }

    [Fact]
    public void Rows_that_a_collector_left_are_deleted_by_the_next()
    {
        Run run = store.Store.End(store.Store.NewRun());
        store.Store.Log(store.Store.NewRun(), "loss", 1, 2);
        store.Store.Runs.Remove([run.Id], None);
        using (PostgresDatabase database = Database())
        {
            database.WriteFlushed(connection => connection.Execute("UPDATE runs SET removed_at = 0 WHERE id = @1", run.Id), None);
        }

        Assert.Contains(store.Store.Findings(), f => f.Problem == "CollectionUnfinished");
        store.Store.Runs.Remove([store.Store.End(store.Store.NewRun()).Id], None);
        store.Store.Maintenance.Collect(null, null, None);
        Assert.Empty(store.Store.Findings());
        Assert.Single(store.Store.Runs.Query(new() { Removed = RemovedFilter.All }, None));
    }

    private PostgresDatabase Database() => new(store.Store.Address, PostgresSchemas.Admin, EngineOptions.Default);
}
