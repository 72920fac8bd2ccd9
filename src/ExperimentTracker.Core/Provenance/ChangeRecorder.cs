using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Provenance;

/// <summary>
/// Determines in the background whether the work trees of runs have uncommitted changes. One thread of its own asks git, and asks it once for all runs of a work
/// tree that are waiting: with a task per run, thousands of short runs would occupy the thread pool, which PowerShell needs to read the output of programs.
/// </summary>
internal static class ChangeRecorder
{
    // While a loop of short runs goes on, git takes a fifth of the time at most. The pause is short, because a process that ends does not wait for the answer.
    private const int PausePerQuestion = 4;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private static readonly List<(IExperimentStore Store, Run Run, TaskCompletionSource Done)> Waiting = [];
    private static bool isRunning;

    /// <summary>Adds a run. The task is completed when the answer is recorded, or when there is none.</summary>
    public static Task Add(IExperimentStore store, Run run)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (Waiting)
        {
            Waiting.Add((store, run, done));
            if (isRunning) return done.Task;
            isRunning = true;
        }

        new Thread(Work) { IsBackground = true, Name = "git status" }.Start();
        return done.Task;
    }

    private static void Work()
    {
        while (TakeOneTree() is { Count: > 0 } runs)
        {
            TimeProvider time = runs[0].Store.Time;
            long asked = time.GetTimestamp();
            bool? isDirty = Try(() => GitWorkTree.Of(runs[0].Run.Origin)?.HasChanges());
            TimeSpan pause = time.GetElapsedTime(asked) * PausePerQuestion;
            foreach ((IExperimentStore store, Run run, TaskCompletionSource done) in runs)
            {
                if (isDirty is { } dirty) Try(() => Record(store, run, dirty));
                done.SetResult();
            }

            lock (Waiting) Monitor.Wait(Waiting, pause < LongestPause ? pause : LongestPause);
        }
    }

    // No exception may end the process: the answer is not needed for anything else.
    private static bool? Try(Func<bool?> action)
    {
        try
        {
            return action();
        }
        catch (Exception)
        {
            return null;
        }
    }

    // The waiting runs that were started in the folder of the first one; none, and the thread ends, if no run is waiting.
    private static List<(IExperimentStore Store, Run Run, TaskCompletionSource Done)> TakeOneTree()
    {
        lock (Waiting)
        {
            if (Waiting.Count == 0)
            {
                isRunning = false;
                return [];
            }

            string? folder = Waiting[0].Run.Origin.WorkingDirectory;
            List<(IExperimentStore Store, Run Run, TaskCompletionSource Done)> taken = Waiting.FindAll(w => w.Run.Origin.WorkingDirectory == folder);
            Waiting.RemoveAll(w => w.Run.Origin.WorkingDirectory == folder);
            return taken;
        }
    }

    private static bool? Record(IExperimentStore store, Run run, bool isDirty) =>
        store.Runs.Update(run.Id, new RunChange { GitDirty = isDirty }, CancellationToken.None).Origin.GitDirty;
}
