using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Worker;

/// <summary>A worker that runs trials of a sweep.</summary>
public static class TrialRunner
{
    public const string Metric = "loss";
    public const string Stuck = "stuck";

    /// <summary>Runs trials until none is left, and acknowledges each when it was taken. Does not go on in the middle of the last one that it may take.</summary>
    /// <returns>The number of trials.</returns>
    public static string Run(IExperimentStore store, string sweepId, int most, Action<string> acknowledge)
    {
        var trials = new SweepTrials(store, store.Runs.Query(new() { Ids = [sweepId] }, CancellationToken.None).Single());
        RunOrigin origin = RunOrigins.Capture("/");
        bool isOwner = trials.TryOwn(origin, null, resume: false, CancellationToken.None);
        int done = 0;
        while (trials.TakeNext(new RunRequest { Origin = origin }, () => { }, CancellationToken.None) is { } trial)
        {
            acknowledge(trial.Id);
            double loss = Math.Abs((double)trial.Parameters["x"]! - 0.3);
            store.Metrics.Append([new() { RunId = trial.Id, Key = Metric, Values = new[] { loss }, Ticks = new[] { UtcTicks.Now(store.Time) } }], CancellationToken.None);
            if (++done == most)
            {
                acknowledge(Stuck);
                new ManualResetEvent(false).WaitOne();
            }

            store.Runs.ChangeStatus(new() { RunId = trial.Id, To = RunStatus.Succeeded }, CancellationToken.None);
        }

        if (isOwner) store.Runs.ChangeStatus(new() { RunId = sweepId, To = RunStatus.Succeeded }, CancellationToken.None);
        else trials.Finish(origin, CancellationToken.None);
        return done.ToString(CultureInfo.InvariantCulture);
    }
}
