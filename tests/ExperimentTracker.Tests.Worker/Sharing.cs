using System.Diagnostics;
using System.Globalization;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Writers that add and remove the same contents repeatedly, so that a garbage collection often meets one that is added again.</summary>
public static class Sharing
{
    public const string Experiment = "Sharing";
    private const int Contents = 40;

    /// <summary>Starts runs with some of a few contents, ends them, and removes most of them, for a number of milliseconds.</summary>
    /// <returns>The number of runs, and the duration of the longest write in milliseconds.</returns>
    public static string Run(IExperimentStore store, int milliseconds, int seed)
    {
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        TimeSpan longest = TimeSpan.Zero;
        int runs = 0;
        for (; watch.ElapsedMilliseconds < milliseconds; runs++)
        {
            ExperimentTracker.Run run = Timed(() => RunFactory.Create(store, new RunRequest { Experiment = Experiment, Start = true }));
            for (int i = 0; i < 3; i++)
            {
                string content = ContentOf(random.Next(Contents));
                var draft = new ArtifactDraft { OwnerType = RecordType.Run, OwnerId = run.Id, Key = $"k{i}" };
                Timed(() => ArtifactIntake.AddText(store, draft, content, CancellationToken.None));
            }

            Timed(() => store.Metrics.Append(
                [new SeriesAppend { RunId = run.Id, Key = "loss", Values = new double[1200], Ticks = new[] { UtcTicks.Now(store.Time) } }], CancellationToken.None));
            Timed(() => store.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = RunStatus.Succeeded }, CancellationToken.None));
            if (runs % 8 != 0) store.Runs.Remove([run.Id], CancellationToken.None);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{runs}\t{longest.TotalMilliseconds:0}");

        T Timed<T>(Func<T> act)
        {
            TimeSpan before = watch.Elapsed;
            T result = act();
            if (watch.Elapsed - before > longest) longest = watch.Elapsed - before;
            return result;
        }
    }

    public static string ContentOf(int n) => $"content {n} " + new string((char)('a' + (n % 26)), 500 * n);
}
