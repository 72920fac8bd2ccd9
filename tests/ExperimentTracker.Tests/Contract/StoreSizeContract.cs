using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Contract;

/// <summary>The numbers of runs, series and points, which a store keeps. The records themselves are the oracle.</summary>
public abstract class StoreSizeContract(StoreUnderTest store) : StoreContract(store)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_size_is_that_of_the_records_after_any_changes(int seed)
    {
        var random = new Random(seed);
        using StoreUnderTest otherStore = StoreUnderTest.InMemory();
        IExperimentStore other = otherStore.Store;
        List<Experiment> experiments = [Store.NewExperiment(), Store.NewExperiment()];
        List<string> runs = [];
        for (int turn = 0; turn < 150; turn++)
        {
            string? id = runs.Count == 0 ? null : runs[random.Next(runs.Count)];
            Run? run = id is null ? null : Store.Runs.Query(new() { Ids = [id], Removed = RemovedFilter.All }, None).SingleOrDefault();
            try
            {
                Change(random.Next(12), run);
            }
            catch (TrackerException)
            {
                // The change is refused in the state that the run is in.
            }

            if (turn % 5 == 0) Check(turn);
        }

        Check(150);

        void Change(int kind, Run? run)
        {
            if (kind < 3) runs.Add(Store.NewRun(experiments[random.Next(experiments.Count)], start: kind > 0).Id);
            else if (run is null) return;
            else if (kind == 3) Store.Start(run);
            else if (kind < 6) Store.Log(run, kind == 4 ? "a" : "b", new double[random.Next(1, 2000)]);
            else if (kind == 6) Store.End(run, random.Next(2) == 0 ? RunStatus.Succeeded : RunStatus.Failed);
            else if (kind == 7) Store.Resume(run);
            else if (kind == 8) Store.Runs.Remove([run.Id], None);
            else if (kind == 9) Store.Runs.Restore([run.Id], None);
            else if (kind == 10)
            {
                // To the other store and, grown there, back.
                other.Transfer.Merge(Store.Transfer.AsSource(None), preview: false, null, None);
                if (other.Runs.Query(new() { Ids = [run.Id] }, None).SingleOrDefault() is { Status: RunStatus.Succeeded } ended)
                {
                    other.Resume(ended);
                    other.Log(ended, "c", 1, 2, 3);
                    other.End(ended);
                }

                Store.Transfer.Merge(other.Transfer.AsSource(None), preview: false, null, None);
            }
            else if (random.Next(2) == 0) Store.Experiments.Remove([run.ExperimentId], None);
            else Store.Experiments.Restore([run.ExperimentId], None);
        }

        void Check(int turn)
        {
            StoreInfo info = Store.Describe(None);
            Run[] live = [.. Store.Runs.Query(new(), None)];
            Metric[] series = [.. live.SelectMany(r => r.MetricStatistics.Values.Cast<Metric>())];
            long removed = Store.Runs.Query(new() { Removed = RemovedFilter.Removed }, None).Count()
                + Store.Experiments.Query(new() { Removed = RemovedFilter.Removed }, None).Count();
            Assert.Equal(
                (turn, live.LongLength, live.LongCount(r => r.Status == RunStatus.Running), series.LongLength, series.Sum(m => m.Count), removed),
                (turn, info.Runs, info.RunningRuns, info.Metrics, info.Points, info.Removed));
        }
    }
}
