namespace ExperimentTracker.Rules;

/// <summary>Errors about sweeps.</summary>
public static class SweepErrors
{
    /// <summary>A space, a range or a setting of a sweep that is not valid. Id: <c>InvalidSweep</c>.</summary>
    public static TrackerException Invalid(object? target, string sentence) => new("InvalidSweep", TrackerErrorKind.InvalidArgument, target, sentence);

    /// <summary>A sweep without a block, or a block for a sweep that is only created. Id: <c>BlockExpected</c>.</summary>
    public static TrackerException BlockExpected() => new(
        "BlockExpected", TrackerErrorKind.InvalidArgument, null,
        "Specify one script block, which gets the parameters: Invoke-RunSweep nightly -Space @{ lr = 0.1, 1 } { param($p) … }. With -Defer, specify none.");

    /// <summary>The run is not a sweep. Id: <c>NotASweep</c>.</summary>
    public static TrackerException NotASweep(string run) => new(
        "NotASweep", TrackerErrorKind.InvalidArgument, run,
        $"Run {run} is not a sweep of Invoke-RunSweep: it has no parameter 'sweep'. Name the run that Invoke-RunSweep -Defer returned, or its parent of trials.");

    /// <summary>The sweep failed or was cancelled, and does not get new trials. Id: <c>SweepEnded</c>.</summary>
    public static TrackerException Ended(string run, RunStatus status) => new(
        "SweepEnded", TrackerErrorKind.InvalidState, run,
        $"Sweep {run} is {status} and its remaining trials are not run. Invoke-RunSweep -Join {run} -Resume continues it.");

    /// <summary>The trials of a sweep have no value of the metric that it optimises. Id: <c>SweepMetricMissing</c>.</summary>
    public static TrackerException MetricMissing(string metric, string run) => new(
        "SweepMetricMissing", TrackerErrorKind.InvalidState, metric,
        $"Trial {run} succeeded without a value of '{metric}', which the sweep chooses its parameters by. Add it in the block: Add-Metric '{metric}' $value.");

    /// <summary>A trial failed, and the sweep ends at the first failure. Id: <c>TrialFailed</c>.</summary>
    public static TrackerException TrialFailed(string run, string? reason) => new(
        "TrialFailed", TrackerErrorKind.InvalidState, run,
        $"Trial {run} failed, and -FailFast ends the sweep: {reason} Correct it, and continue with -Resume.");

    /// <summary>A run without siblings is asked whether it has promise. Id: <c>NoSiblings</c>.</summary>
    public static TrackerException NoSiblings(string run) => new(
        "NoSiblings", TrackerErrorKind.InvalidState, run,
        $"Run {run} has no parent run, so there are no runs to compare it with. Run it in the block of Invoke-RunSweep, or give it a parent: Start-Run -ParentRun.");

    /// <summary>It is not known which metric tells the promise of a run. Id: <c>PromiseMetricUnknown</c>.</summary>
    public static TrackerException PromiseMetricUnknown(string run) => new(
        "PromiseMetricUnknown", TrackerErrorKind.InvalidArgument, run,
        $"It is not known which metric of run {run} to compare: its parent run is not a sweep with -Best. Name it: Test-RunPromise val/loss.");

    /// <summary>The block of a run that has none is to be ended. Id: <c>NoBlockToEnd</c>.</summary>
    public static TrackerException NoBlockToEnd(string run) => new(
        "NoBlockToEnd", TrackerErrorKind.InvalidState, run,
        $"Run {run} was not started by Invoke-Run or Invoke-RunSweep, so it has no block that Test-RunPromise -Stop can end. Use if (!(Test-RunPromise)) {{ return }}.");

    /// <summary>Sessions on other machines are to run trials, and the store is on this machine. Id: <c>StoreNotShared</c>.</summary>
    public static TrackerException StoreNotShared(string store) => new(
        "StoreNotShared", TrackerErrorKind.InvalidArgument, store,
        $"The store {store} is on this machine, and sessions on other machines cannot use it. Use a store on a server: -Store postgres://host/database.");

    /// <summary>A session has another version of the module, or none. Id: <c>SessionModuleDiffers</c>.</summary>
    public static TrackerException SessionModuleDiffers(string machine, string there, string here) => new(
        "SessionModuleDiffers", TrackerErrorKind.InvalidState, machine,
        $"The session on {machine} has {(there.Length == 0 ? "no module ExperimentTracker" : $"ExperimentTracker {there}")}, and this one has version {here}. Install this version there, or load it " +
        "into the session first: Invoke-Command $session { Import-Module /path/to/ExperimentTracker }.");
}
