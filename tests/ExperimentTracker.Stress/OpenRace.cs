using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Stress;

/// <summary>Many processes open the same store at the same time: first one that does not exist, then one with an older schema.</summary>
/// <param name="folder">The folder for the stores.</param>
public sealed class OpenRace(string folder)
{
    private const string Trial = "first openings";

    public void Run(int rounds, int processes, Figures figures)
    {
        WorkerProcess[] workers = WorkerProcess.StartMany(processes);
        try
        {
            for (int round = 0; round < rounds; round++)
            {
                string path = Path.Combine(folder, FormattableString.Invariant($"opening {round}"));
                Same(workers, path, "open", path);
                Same(workers, path, "project", "the one");
                Same(workers, path, "close");
                string migrated = Same(workers, path, "migrate", path);
                if (migrated != NextSchema.Expected) throw new TrialException($"The schema of {path} is {migrated} and not {NextSchema.Expected}.");
                if (round % 10 == 0) StoreIntegrity.CheckFile(Path.Combine(path, "tracker.db"));
                Directory.Delete(path, recursive: true);
            }
        }
        finally
        {
            foreach (WorkerProcess worker in workers) worker.Dispose();
        }

        figures.Add(Trial, "processes at the same time", processes);
        figures.Add(Trial, "stores created", rounds);
        figures.Add(Trial, "stores migrated", rounds);
    }

    // Sends a command to all workers at once, and checks that their answers are equal.
    private static string Same(WorkerProcess[] workers, string path, params string[] command)
    {
        foreach (WorkerProcess worker in workers) worker.Send(command);
        string[] answers = [.. workers.Select(w => w.Result()).Distinct()];
        return answers is [var one] ? one : throw new TrialException($"'{command[0]}' of {path} returned {string.Join(" and ", answers)}.");
    }
}
