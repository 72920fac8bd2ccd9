using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Stress;

/// <summary>Many processes open the same store at the same moment: first one that is not there, then one whose schema is older than they are.</summary>
/// <param name="folder">Where the stores are made.</param>
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

    // All at once, and all get the same.
    private static string Same(WorkerProcess[] workers, string path, params string[] words)
    {
        foreach (WorkerProcess worker in workers) worker.Send(words);
        string[] answers = [.. workers.Select(w => w.Result()).Distinct()];
        return answers is [var one] ? one : throw new TrialException($"'{words[0]}' of {path} gave {string.Join(" and ", answers)}.");
    }
}
