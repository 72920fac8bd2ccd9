using ExperimentTracker.Contracts.Queries;
using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Queries use the query language of the engine. These use only SQL that relational engines share.</summary>
public abstract class QueryContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_row_has_the_columns_and_values_of_the_query()
    {
        Run run = Store.End(Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment().Id, Id = "it's \"run\" 1", Start = true }));
        QueryRow row = Assert.Single(Query("SELECT id, status, 9223372036854775807 AS big, 0.5 AS fraction, NULL AS nought FROM TRIAL_RUN"));
        Assert.Equal(["id", "status", "big", "fraction", "nought"], row.Columns);
        Assert.Equal([run.Id, "Succeeded", long.MaxValue, 0.5, null], row.Values);
        Assert.Empty(Query("SELECT id FROM TRIAL_RUN WHERE 1 = 0"));
    }

    [Fact]
    public void Parameters_are_values_and_never_text_of_the_query()
    {
        Store.NewRun();
        string evil = "' OR 1 = 1; DELETE FROM runs; --";
        Assert.Empty(Query("SELECT id FROM TRIAL_RUN WHERE id = @id", ("id", evil)));
        Assert.Equal([evil, 7L, null], Query("SELECT @a, @b, @c", ("a", evil), ("@b", 7L), ("c", null)).Single().Values);
        Assert.Single(Query("SELECT id FROM TRIAL_RUN"));
        Expect.Refused("QueryFailed", () => Query("SELECT @missing"));
    }

    [Theory]
    [InlineData("DELETE FROM runs")]
    [InlineData("UPDATE runs SET name = 'x'")]
    [InlineData("INSERT INTO store_info (name, value) VALUES ('a', 1)")]
    [InlineData("DROP TABLE runs")]
    [InlineData("CREATE TABLE mine (a INTEGER)")]
    [InlineData("SELECT 1; DELETE FROM runs")]
    [InlineData("SELECT 1 /* */; /* */ DROP VIEW EXPERIMENT")]
    [InlineData("BEGIN")]
    public void A_query_that_writes_is_an_error_and_the_store_still_works(string text)
    {
        Run run = Store.NewRun();
        Expect.Refused("QueryRefused", () => Query(text));
        Assert.Equal(run, Store.Again(run));
        Assert.Equal(RunStatus.Succeeded, Store.End(run).Status);
    }

    [Theory]
    [InlineData("SELEKT 1")]
    [InlineData("SELECT nothing FROM TRIAL_RUN")]
    [InlineData("SELECT (")]
    public void An_invalid_query_is_an_error(string text)
    {
        Expect.Refused("QueryFailed", () => Query(text));
        Assert.Single(Query("SELECT 1"));
    }

    [Fact]
    public void Rows_are_returned_while_others_write_and_the_reader_can_stop_early()
    {
        Experiment experiment = Store.NewExperiment();
        Store.Runs.Create([.. Enumerable.Repeat(new RunDraft { ExperimentId = experiment.Id }, 50)], None);
        foreach (QueryRow _ in Store.Queries.Run("SELECT id FROM TRIAL_RUN", NamedValues.Empty, None).Take(3)) Store.NewRun(experiment);
        Assert.Equal(53L, Query("SELECT count(*) FROM TRIAL_RUN").Single().Values[0]);
    }

    [Theory]
    [InlineData("i")]
    [InlineData("count(*)")]
    public void A_query_can_be_cancelled_before_and_after_its_first_row(string what)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        string text = $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000) SELECT {what} FROM n";
        Assert.ThrowsAny<OperationCanceledException>(() => Store.Queries.Run(text, NamedValues.Empty, source.Token).Count());
        Assert.Single(Query("SELECT 1"));
    }

    [Theory]
    [InlineData("i")]
    [InlineData("count(*)")]
    public void A_query_that_takes_longer_than_its_time_is_an_error_and_leaves_the_store_usable(string what)
    {
        string text = $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000) SELECT {what} FROM n";
        Expect.Refused("QueryTimedOut", () => Store.Queries.Run(text, NamedValues.Empty, None, TimeSpan.FromMilliseconds(100)).Count());
        Assert.Single(Query("SELECT 1"));
    }

    private QueryRow[] Query(string text, params (string, object?)[] parameters) =>
        [.. Store.Queries.Run(text, StoreSteps.Named(parameters), None)];
}
