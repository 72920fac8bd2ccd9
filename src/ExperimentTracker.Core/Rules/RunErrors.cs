using System.Globalization;
using ExperimentTracker.Json;
using ExperimentTracker.Values;

namespace ExperimentTracker.Rules;

/// <summary>Errors about runs: their lifecycle, parameters, metrics and tags.</summary>
public static class RunErrors
{
    private const int MostNamed = 5;

    /// <summary>Invoke-Run without a block, or with two experiments or blocks. Id: <c>BlockExpected</c>.</summary>
    public static TrackerException BlockExpected() => new(
        "BlockExpected", TrackerErrorKind.InvalidArgument, null,
        "Specify one script block, and before it at most one experiment: Invoke-Run { … }, Invoke-Run nightly { … } or Invoke-Run -Experiment nightly { … }.");

    /// <summary>A status change that the lifecycle does not allow. Id: <c>InvalidStatusTransition</c>.</summary>
    public static TrackerException Transition(string run, RunStatus from, RunStatus to)
    {
        string hint = from.IsEnded() && to == RunStatus.Running ? "Resume-Run opens an ended run again."
            : from.IsEnded() ? "An ended run keeps its status; Resume-Run opens it again."
            : from == RunStatus.Pending ? "A pending run is started (Start-Run -Run) or cancelled (Stop-Run)."
            : "A running run ends as Succeeded, Failed, Cancelled or Killed.";
        return new("InvalidStatusTransition", TrackerErrorKind.InvalidState, run,
            $"Run {run} is {from} and cannot become {to}. {hint}");
    }

    /// <summary>Metrics or parameters for a run that is not open. Id: <c>RunNotOpen</c>.</summary>
    public static TrackerException NotOpen(string run, RunStatus status, string what) => new(
        "RunNotOpen", TrackerErrorKind.InvalidState, run,
        status == RunStatus.Pending
            ? $"Run {run} has not started and does not accept {what} yet. Start it with Start-Run -Run."
            : $"Run {run} is {status} and does not accept more {what}. Resume-Run opens it again; tags, description and artifacts can always change.");

    /// <summary>No run was given and none is current. Id: <c>NoCurrentRun</c>.</summary>
    public static TrackerException NoCurrentRun() => new(
        "NoCurrentRun", TrackerErrorKind.InvalidState, null,
        "There is no current run. Start one with Start-Run, or name one with -Run.");

    /// <summary>A parameter exists with another value. The message shows types if they differ. Id: <c>ParameterConflict</c>.</summary>
    public static TrackerException ParameterConflict(string run, string name, object? existing, object? given)
    {
        bool sameType = ParameterTypes.Of(existing) == ParameterTypes.Of(given);
        return new("ParameterConflict", TrackerErrorKind.AlreadyExists, name,
            $"Parameter '{name}' of run {run} is already {Format(existing)} and cannot become {Format(given)}: parameters are written once.");

        string Format(object? value) => value switch
        {
            null => "null",
            NamedValues or object?[] => JsonText.Write(value),
            _ when sameType => ValueText.Format(value),
            string text => $"the text '{text}'",
            _ => $"the {ParameterTypes.Of(value).ToString().ToLowerInvariant()} {ValueText.Format(value)}",
        };
    }

    /// <summary>A value of a type that cannot be a parameter or configuration. Id: <c>UnsupportedValue</c>.</summary>
    public static TrackerException UnsupportedValue(string name, object? value, string why) => new(
        "UnsupportedValue", TrackerErrorKind.InvalidArgument, name, $"The value of '{name}' cannot be stored: {why}.");

    /// <summary>A pipeline object without a metric key. Id: <c>PointWithoutKey</c>.</summary>
    public static TrackerException PointWithoutKey() => new(
        "PointWithoutKey", TrackerErrorKind.InvalidArgument, null,
        "The metric of the value is not known: the object has no property Key and no numeric column, and -Key was not given. Name the metric: Add-Metric loss.");

    /// <summary>A script block as a value, without pipeline input. Id: <c>DeferredWithoutInput</c>.</summary>
    public static TrackerException DeferredWithoutInput() => new(
        "DeferredWithoutInput", TrackerErrorKind.InvalidArgument, null, "A script block calculates a value from each pipeline object, and there is no pipeline. Pass the value itself.");

    /// <summary>Credentials are never stored. Id: <c>SecretRefused</c>.</summary>
    public static TrackerException SecretRefused(string name) => new(
        "SecretRefused", TrackerErrorKind.InvalidArgument, name,
        $"The value of '{name}' is a secret (SecureString or PSCredential), and secrets are never stored. Omit it.");

    /// <summary>The metric key is not valid. Id: <c>InvalidMetricKey</c>.</summary>
    public static TrackerException MetricKey(string? key, string why) => new(
        "InvalidMetricKey", TrackerErrorKind.InvalidArgument, key, $"The metric key '{key}' is not valid: {why}.");

    /// <summary>A step below zero. Id: <c>InvalidStep</c>.</summary>
    public static TrackerException Step(string key, long step) => new(
        "InvalidStep", TrackerErrorKind.InvalidArgument, step,
        $"Step {step} of metric '{key}' is negative: steps go from 0 to 9223372036854775807.");

    /// <summary>The series has reached the highest step. Id: <c>StepOverflow</c>.</summary>
    public static TrackerException StepOverflow(string key) => new(
        "StepOverflow", TrackerErrorKind.InvalidArgument, key,
        $"Metric '{key}' has reached the highest step, 9223372036854775807, and has no next step. Give -Step.");

    /// <summary>Arrays of one append differ in length. Id: <c>LengthMismatch</c>.</summary>
    public static TrackerException LengthMismatch(string key, int values, string other, int others) => new(
        "LengthMismatch", TrackerErrorKind.InvalidArgument, key,
        $"Metric '{key}' has {values} values, but the number of {other} is {others}: give one for each value, or none.");

    /// <summary>There is no such series. Id: <c>MetricNotFound</c>.</summary>
    public static TrackerException MetricNotFound(string key, string subject) => new(
        "MetricNotFound", TrackerErrorKind.NotFound, key, $"{subject} metric '{key}'. Get-Metric lists the existing ones.");

    /// <summary>The run has no such epoch or result. Id: <c>EpochNotFound</c> or <c>ResultNotFound</c>.</summary>
    public static TrackerException EvaluationNotFound(RecordType type, string text, string? run = null) => new(
        $"{type}NotFound", TrackerErrorKind.NotFound, text,
        (run is null ? $"No run has {type.Article()} {type.Noun()} with the id '{text}'." : $"Run {run} has no {type.Noun()} '{text}', neither by id nor by number.") +
        $" Get-{type} lists the existing ones.");

    /// <summary>The run already has this epoch or result. Id: <c>EpochExists</c> or <c>ResultExists</c>.</summary>
    public static TrackerException EvaluationExists(RecordType type, long index, string run) => new(
        $"{type}Exists", TrackerErrorKind.AlreadyExists, index,
        $"Run {run} already has {type.Article()} {type.Noun()} {index}. Give another -Index, or omit it to use the next one.");

    /// <summary>The heartbeat interval is too short or too long. Id: <c>InvalidHeartbeat</c>.</summary>
    public static TrackerException Heartbeat(TimeSpan interval) => new(
        "InvalidHeartbeat", TrackerErrorKind.InvalidArgument, interval,
        $"{interval} is not a valid heartbeat interval: give 1 second to 1 day.");

    /// <summary>The interval of system metrics is too short or too long. Id: <c>InvalidSampling</c>.</summary>
    public static TrackerException Sampling(TimeSpan interval) => new(
        "InvalidSampling", TrackerErrorKind.InvalidArgument, interval, $"{interval} is not a valid interval of system metrics: give 1 second to 1 day.");

    /// <summary>A timestamp outside of the years 1 to 9999. Id: <c>InvalidTimestamp</c>.</summary>
    public static TrackerException Timestamp(string key, long ticks) => new(
        "InvalidTimestamp", TrackerErrorKind.InvalidArgument, ticks,
        $"A point of metric '{key}' has the time {ticks}, which is not a valid date and time of the years 1 to 9999.");

    /// <summary>The highest number of an epoch or result is used, and there is no next one. Id: <c>IndexOverflow</c>.</summary>
    public static TrackerException IndexOverflow(RecordType type, string run) => new(
        "IndexOverflow", TrackerErrorKind.InvalidArgument, long.MaxValue,
        $"Run {run} has {type.Article()} {type.Noun()} {long.MaxValue}, so there is no next number. Give -Index.");

    /// <summary>A parameter whose value is too large. Id: <c>ParameterTooLarge</c>.</summary>
    public static TrackerException ParameterTooLarge(string name, int length, int limit) => new(
        "ParameterTooLarge", TrackerErrorKind.InvalidArgument, name, string.Create(
            CultureInfo.InvariantCulture,
            $"The value of parameter '{name}' has {length:N0} characters, and at most {limit:N0} are allowed, because parameters are read with every run. Add it " +
            $"as an artifact with Add-Artifact, and the name of the artifact or its digest as the parameter."));

    /// <summary>There is no such parameter. Id: <c>ParameterNotFound</c>.</summary>
    public static TrackerException ParameterNotFound(string name, string subject) => new(
        "ParameterNotFound", TrackerErrorKind.NotFound, name, $"{subject} parameter '{name}'. Get-RunParameter lists the existing ones.");

    /// <summary>A parent would become its own descendant. Id: <c>ParentCycle</c>.</summary>
    public static TrackerException ParentCycle(string run, string parent) => new(
        "ParentCycle", TrackerErrorKind.InvalidArgument, run,
        $"Run {parent} cannot be the parent of run {run}: it is that run itself or one of its descendants.");

    /// <summary>A run that is moved belongs to a trial that the other experiment does not have. Id: <c>TrialMissing</c>.</summary>
    public static TrackerException TrialMissing(string run, string trial, string experiment) => new(
        "TrialMissing", TrackerErrorKind.InvalidState, run,
        $"Run {run} belongs to trial '{trial}', and experiment '{experiment}' has no trial of that name. Create it first: New-Trial -Experiment '{experiment}' -Name '{trial}'.");

    /// <summary>A run that is moved to another project is the origin of a model's version, or has the artifact of one. Id: <c>OtherProject</c>.</summary>
    public static TrackerException OriginOfModel(string run, string version, string project) => new(
        "OtherProject", TrackerErrorKind.InvalidState, run,
        $"Run {run} is the origin of version {version} of a model in project '{project}', so it can only move to an experiment of that project. Copy-Run copies it elsewhere.");

    /// <summary>There is no such tag. Id: <c>TagNotFound</c>.</summary>
    public static TrackerException TagNotFound(string tag, string subject) => new(
        "TagNotFound", TrackerErrorKind.NotFound, tag, $"{subject} tag '{tag}'. Get-ExperimentTag lists the existing ones.");

    /// <summary>A run that has not ended cannot be removed. Id: <c>RunIsRunning</c>.</summary>
    public static TrackerException IsRunning(string run) => new(
        "RunIsRunning", TrackerErrorKind.InvalidState, run,
        $"Run {run} is running and cannot be removed. End it first, with Complete-Run or Stop-Run.");

    /// <summary>A run that has not ended cannot be copied. Id: <c>RunIsRunning</c>.</summary>
    public static TrackerException CopyOfRunning(string run) => new(
        "RunIsRunning", TrackerErrorKind.InvalidState, run,
        $"Run {run} is running, and its copy would be running without a process. End it first, with Complete-Run or Stop-Run.");

    /// <summary>The string is not a regular expression. Id: <c>InvalidPattern</c>.</summary>
    public static TrackerException Pattern(string pattern, string why) => new(
        "InvalidPattern", TrackerErrorKind.InvalidArgument, pattern,
        $"'{pattern}' is not a regular expression: {why} -Contains finds literal text.");

    /// <summary>Runs did not do in time what was waited for. Id: <c>RunWaitTimeout</c>.</summary>
    public static TrackerException WaitTimeout(IReadOnlyList<string> runs, TimeSpan timeout) => new(
        "RunWaitTimeout", TrackerErrorKind.TimedOut, runs,
        $"The wait ended after {timeout}, and {(runs.Count == 1 ? "this run does" : $"{runs.Count} runs do")} not meet the condition yet: " +
        $"{string.Join(", ", runs.Take(MostNamed))}{(runs.Count > MostNamed ? " …" : "")}. Wait again, with a longer -Timeout or without one.");

    /// <summary>A run ended or was removed before the condition of a wait was true. Id: <c>RunWaitUnmet</c>.</summary>
    public static TrackerException WaitUnmet(Run run) => new(
        "RunWaitUnmet", TrackerErrorKind.InvalidState, run.Path,
        $"Run {run.Path} {(run.Status.IsEnded() ? $"ended as {run.Status}" : "was removed")}, and the condition is not true for it. It is not waited for any longer.");

    /// <summary>A wait for the end of the current run, which this session must end itself. Id: <c>WaitForCurrentRun</c>.</summary>
    public static TrackerException WaitForItself() => new(
        "WaitForCurrentRun", TrackerErrorKind.InvalidArgument, null,
        "Without -Run the current run is waited for, and this session cannot end it while it waits. Name runs with -Run, or a condition with -Until.");

    /// <summary>A timeout below zero. Id: <c>InvalidTimeout</c>.</summary>
    public static TrackerException NegativeTimeout(TimeSpan timeout) => new(
        "InvalidTimeout", TrackerErrorKind.InvalidArgument, timeout, $"{timeout} is not a valid timeout: give zero to look once, or more.");

    /// <summary>The value is not a status. Id: <c>InvalidStatus</c>.</summary>
    public static TrackerException UnknownStatus(string value) => new(
        "InvalidStatus", TrackerErrorKind.InvalidArgument, value,
        $"'{value}' is not a status. Use {string.Join(", ", Enum.GetNames<RunStatus>())}.");
}
