using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Stress;

/// <summary>
/// Many processes, and optionally the runspaces of one PowerShell process, write to one store while others read, search, back up and collect garbage.
/// Then everything that they wrote must exist once and in order.
/// </summary>
/// <param name="folder">The folder for the store.</param>
public sealed class Concurrency(string folder)
{
    private const string Trial = "many writers";
    private static readonly CancellationToken None = CancellationToken.None;

    private string Store => Path.Combine(folder, "concurrency");

    /// <param name="writers">The number of processes that write.</param>
    /// <param name="duration">The duration of the trial.</param>
    /// <param name="runspaces">Runspaces that also write, or <see langword="null"/>.</param>
    /// <param name="figures">Receives the figures.</param>
    public void Run(int writers, TimeSpan duration, Runspaces? runspaces, Figures figures)
    {
        string shared;
        using (IExperimentStore store = StoreIntegrity.Open(Store))
        {
            shared = RunFactory.Create(store, new RunRequest { Experiment = "shared", Start = true }).Id;
        }

        string seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        WorkerProcess[] workers = WorkerProcess.StartMany(writers + 2);
        try
        {
            foreach (WorkerProcess worker in workers) worker.Send("warm-up");
            foreach (WorkerProcess worker in workers) worker.Send("open", Store);
            for (int answer = 0; answer < 2; answer++) foreach (WorkerProcess worker in workers) worker.Result();
            Task<JsonElement>? inRunspaces = runspaces?.StartWriting(Store, seconds);
            for (int i = 0; i < writers; i++) workers[i].Send("write", i.ToString(CultureInfo.InvariantCulture), shared, seconds);
            workers[writers].Send("read", seconds);
            workers[writers + 1].Send("maintain", Store + " copies", seconds);
            WriterTally[] tallies = [.. workers[..writers].Select(w => JsonSerializer.Deserialize<WriterTally>(w.Result(duration))!)];
            string[] read = workers[writers].Result(duration).Split('\t');
            string[] cared = workers[writers + 1].Result(duration).Split('\t');
            JsonElement? fromRunspaces = inRunspaces?.GetAwaiter().GetResult();
            using IExperimentStore store = StoreIntegrity.Open(Store);
            ConcurrencyCheck.Check(store, shared, tallies);
            StoreIntegrity.Check(store);
            Report(figures, tallies, read, cared);
            if (fromRunspaces is { } report) runspaces!.Check(store, report, figures);
        }
        finally
        {
            foreach (WorkerProcess worker in workers) worker.Dispose();
        }
    }

    private static void Report(Figures figures, WriterTally[] tallies, string[] read, string[] cared)
    {
        figures.Add(Trial, "processes that wrote", tallies.Length);
        figures.Add(Trial, "runs, from start to end", tallies.Sum(t => t.Runs + t.RemovedRuns));
        figures.Add(Trial, "points, each found once and in order", tallies.Sum(t => t.Points + t.SharedPoints));
        figures.Add(Trial, "artifacts", tallies.Sum(t => t.Artifacts));
        figures.Add(Trial, "calls that wrote", tallies.Sum(t => t.Writes));
        figures.Add(Trial, "longest of these calls", $"{tallies.Max(t => t.LongestWrite):0} ms");
        figures.Add(Trial, "checkpoints", tallies.Sum(t => t.Checkpoints));
        figures.Add(Trial, "longest pause by a checkpoint", $"{tallies.Max(t => t.LongestCheckpoint):0} ms");
        figures.Add(Trial, "queries meanwhile", long.Parse(read[0], CultureInfo.InvariantCulture));
        figures.Add(Trial, "backups, garbage collections and checks meanwhile", long.Parse(cared[0], CultureInfo.InvariantCulture));
        figures.Add(Trial, "errors reported to a user", 0);
    }
}
