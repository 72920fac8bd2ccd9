using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Stress;

/// <summary>Checks that the runs of a killed process are ended when the store is opened next, and measures how long this takes.</summary>
/// <param name="folder">The folder for the store.</param>
public sealed class OrphanedRunTrial(string folder)
{
    private const string Trial = "orphaned runs";

    public void Run(int runs, Figures figures)
    {
        string path = Path.Combine(folder, "orphaned");
        using (WorkerProcess worker = WorkerProcess.Start())
        {
            worker.Ask("open", path);
            for (int i = 0; i < runs; i++) worker.Ask("start", "E");
            for (int i = 0; i < 3; i++) StoreIntegrity.Open(path).Dispose();
            if (Count(path, RunStatus.Running) != runs) throw new TrialException("Runs of a live process were ended.");
            worker.Kill();
        }

        long started = Stopwatch.GetTimestamp();
        StoreIntegrity.Open(path).Dispose();
        double first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        started = Stopwatch.GetTimestamp();
        StoreIntegrity.Open(path).Dispose();
        double second = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (Count(path, RunStatus.Killed) != runs) throw new TrialException("Runs of a killed process were not ended.");
        figures.Add(Trial, "runs of a killed process, found orphaned", runs);
        figures.Add(Trial, "time to open the store and end them", $"{first:0.0} ms");
        figures.Add(Trial, "time to open it without any", $"{second:0.0} ms");
    }

    private static int Count(string path, RunStatus status)
    {
        using IExperimentStore store = StoreIntegrity.Open(path);
        return store.Runs.Query(new() { Statuses = [status] }, CancellationToken.None).Count();
    }
}
