using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Sqlite;

public sealed class SameTimeTests
{
    [Fact]
    public void Runs_that_were_created_at_the_same_time_are_listed_once_each_across_pages()
    {
        using StoreUnderTest underTest = StoreUnderTest.InAFile();
        IExperimentStore store = underTest.Store;
        Experiment experiment = store.NewExperiment();
        store.Runs.Create([.. Enumerable.Repeat(new RunDraft { ExperimentId = experiment.Id }, 1100)], Expect.None);
        using (SqliteConnection connection = PointsOfView.Connect(Path.Combine(store.Path, "tracker.db")))
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE runs SET created_at = (SELECT min(created_at) FROM runs)";
            command.ExecuteNonQuery();
        }

        Assert.Equal(Enumerable.Range(0, 1100).Reverse().Select(n => (long)n), store.Runs.Query(new(), Expect.None).Select(r => r.Number));
    }
}
