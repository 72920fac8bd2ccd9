using System.Diagnostics;
using System.Globalization;
using ExperimentTracker.Comparison;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.SweepRuns;

/// <summary>How a run is compared with the other children of its parent.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Metric">The metric; <see langword="null"/> for that of the sweep.</param>
/// <param name="Goal">The goal; <see langword="null"/> for that of the sweep, or the one that is recorded with the points.</param>
/// <param name="FirstStep">The first step at which a run can be stopped.</param>
internal sealed record PromiseTest(PruningRule Rule, string? Metric, MetricGoal? Goal, long FirstStep);

/// <summary>Judges whether runs of a session are worth going on with, and records those that are not.</summary>
internal static class RunPromises
{
    // Each comparison reads the points of the others. In the first quarter of a second of them all, each point is compared; later, they take a twentieth of the time at most.
    private static readonly TimeSpan Allowance = TimeSpan.FromMilliseconds(250);
    private const int Share = 20;

    /// <summary>Compares a run with its siblings. One without promise gets the tag <c>pruned</c>, and its reason, with which it is cancelled when its block ends.</summary>
    /// <returns>Whether it is worth going on with.</returns>
    /// <exception cref="TrackerException"><c>NoSiblings</c>, <c>PromiseMetricUnknown</c> or <c>GoalUnknown</c>.</exception>
    public static bool IsPromising(SessionMemory session, IExperimentStore store, CurrentRun run, PromiseTest test, CancellationToken cancellation)
    {
        if (run.NoPromise is not null) return false;
        string parentId = run.ParentRunId ?? throw SweepErrors.NoSiblings(run.Path);
        var curves = SiblingCurves.Of(session, store, parentId, cancellation);
        string metric = test.Metric ?? curves.Sweep?.Metric ?? throw SweepErrors.PromiseMetricUnknown(run.Path);
        if (curves.Own(run.RunId, metric, cancellation) is not { Count: > 0 } own) return true;
        MetricGoal goal = test.Goal ?? curves.Sweep?.Goal ?? own.Goal ?? throw ComparisonErrors.GoalUnknown(metric);
        RunPromise promise = test.Rule == PruningRule.Median
            ? PromiseRules.Median(goal, own, Others(status => status == RunStatus.Succeeded), test.FirstStep)
            : PromiseRules.SuccessiveHalving(goal, own, Others(status => status != RunStatus.Pending), test.FirstStep);
        if (promise.IsPromising) return true;
        string step = own.Steps[^1].ToString(CultureInfo.InvariantCulture);
        store.Tags.Set(RecordType.Run, run.RunId, new NamedValues([new(SweepTrials.PrunedTag, step)]), cancellation);
        run.NoPromise = promise.Reason;
        return false;

        IReadOnlyList<MetricSeries> Others(Func<RunStatus, bool> counts) => curves.Others(run.RunId, metric, counts, cancellation);
    }

    /// <summary>A check of the run of a trial to call after each point, which compares it as often as its cost allows. It returns whether the run is worth going on with.</summary>
    public static Func<CancellationToken, bool> Check(SessionMemory session, CurrentRun run, PromiseTest test)
    {
        var sinceStart = Stopwatch.StartNew();
        TimeSpan spent = TimeSpan.Zero;
        return cancellation =>
        {
            if (spent > Allowance + (sinceStart.Elapsed / Share)) return true;
            var comparing = Stopwatch.StartNew();
            bool isPromising = IsPromising(session, run.Store, run, test, cancellation);
            spent += comparing.Elapsed;
            return isPromising;
        };
    }
}
