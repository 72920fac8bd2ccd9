using System.Globalization;
using ExperimentTracker.Contracts.Alerts;
using ExperimentTracker.Values;

namespace ExperimentTracker.Alerts;

/// <summary>
/// The conditions of alerts, without a store: the cause for which a condition is met, or <see langword="null"/>. The key of a cause says what makes it another one: a run that fails again
/// after it was resumed is another cause, because it ended at another time.
/// </summary>
public static class AlertConditions
{
    private const int LongestReason = 500;

    /// <summary>Whether something that happened at a time is told: it is not older than the alert, or the alert includes what existed.</summary>
    public static bool IsNew(RunAlert alert, DateTime atUtc) => alert.IncludesExisting || atUtc > alert.CreatedAtUtc;

    /// <summary>The run ended as Failed, or as Killed.</summary>
    public static AlertCause? Ended(RunAlert alert, Run run, AlertCondition condition)
    {
        (RunStatus status, string verb) = condition == AlertCondition.Killed ? (RunStatus.Killed, "was killed") : (RunStatus.Failed, "failed");
        if (run.Status != status || run.EndedAtUtc is not { } ended || !IsNew(alert, ended)) return null;
        return OfRun(run, condition, $"{ended.Ticks}", run.ErrorMessage is { Length: > 0 } why ? $"Run {run.Path} {verb}: {Shorten(why)}" : $"Run {run.Path} {verb}.");
    }

    /// <summary>The run is running and has been silent for too long.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="run">The run.</param>
    /// <param name="nowUtc">The current time, in UTC.</param>
    /// <param name="lastLog">When the last line of its log was written, in UTC; asked only if the rest of the run is silent.</param>
    public static AlertCause? Stalled(RunAlert alert, Run run, DateTime nowUtc, Func<DateTime?> lastLog)
    {
        TimeSpan after = alert.After ?? AlertRules.StalledAfter;
        if (run.Status != RunStatus.Running || run.RunningAsOf is not null) return null;
        DateTime last = LastActivity(run, nowUtc);
        if (nowUtc - last < after) return null;
        if (lastLog() is { } line && line > last && line <= nowUtc) last = line;
        if (nowUtc - last < after || !IsNew(alert, last + after)) return null;
        string since = last.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return OfRun(run, AlertCondition.Stalled, $"{last.Ticks}", $"Run {run.Path} is running and has recorded nothing for {ReadableText.Duration(after, CultureInfo.InvariantCulture)}: the last was at {since}.");
    }

    /// <summary>
    /// When a run recorded something for the last time: a point, its progress or a change of it. What the sampler of system metrics records says nothing about the script. A time that is to come,
    /// which a script can give a point, is left out.
    /// </summary>
    public static DateTime LastActivity(Run run, DateTime nowUtc)
    {
        DateTime last = run.UpdatedAtUtc;
        if (run.StartedAtUtc is { } started && started > last) last = started;
        foreach ((_, object? value) in run.MetricStatistics.Pairs)
        {
            if (value is Metric metric && metric.LastAtUtc > last && metric.LastAtUtc <= nowUtc && !metric.Key.StartsWith("system/", StringComparison.OrdinalIgnoreCase)) last = metric.LastAtUtc;
        }

        return last;
    }

    /// <summary>A metric of the run has a point that is NaN or infinite. A run has one such cause, because one diverging metric spoils others.</summary>
    public static AlertCause? NotANumber(RunAlert alert, Run run)
    {
        if (run.EndedAtUtc is { } ended && !IsNew(alert, ended)) return null;
        Metric[] bad = [.. run.MetricStatistics.Pairs.Select(pair => pair.Value).OfType<Metric>()
            .Where(metric => alert.Metric is null ? !metric.Key.StartsWith("system/", StringComparison.OrdinalIgnoreCase) : metric.Name.Equals(alert.Metric, StringComparison.OrdinalIgnoreCase))
            .Where(metric => metric.NaNCount > 0 || IsInfinite(metric.Min) || IsInfinite(metric.Max))];
        if (bad.Length == 0) return null;
        string more = bad.Length == 1 ? "" : $", and {bad.Length - 1} more {(bad.Length == 2 ? "metric" : "metrics")}";
        string what = bad[0].NaNCount > 0 ? "NaN" : "infinite";
        return OfRun(run, AlertCondition.NotANumber, "", $"Metric '{bad[0].Name}' of run {run.Path} has a point that is {what}{more}.");

        static bool IsInfinite(double? value) => value is { } number && double.IsInfinity(number);
    }

    /// <summary>The run succeeded with the metric, and a test says that it is worse than the baseline.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="run">The run.</param>
    /// <param name="test">Tests the run; asked only if it is to be tested.</param>
    public static AlertCause? Worse(RunAlert alert, Run run, Func<MetricTest> test)
    {
        if (run.Status != RunStatus.Succeeded || alert.Metric is not { } name || run.EndedAtUtc is not { } ended || !IsNew(alert, ended) || !run.MetricStatistics.Contains(name)) return null;
        MetricTest result = test();
        return result.Passed ? null : OfRun(run, AlertCondition.WorseThanBaseline, $"{ended.Ticks}", result.Reason);
    }

    /// <summary>The filter or the block of the alert is true for the run. It is told once for a run.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="run">The run.</param>
    /// <param name="holds">Evaluates it; asked only for a run that is running or changed since the alert was registered.</param>
    public static AlertCause? Holds(RunAlert alert, Run run, Func<bool> holds)
    {
        if (run.Status != RunStatus.Running && !IsNew(alert, run.EndedAtUtc ?? run.UpdatedAtUtc)) return null;
        if (!holds()) return null;
        return alert.Filter is { } filter
            ? OfRun(run, AlertCondition.Filter, "", $"Run {run.Path} meets the filter {Shorten(filter)}")
            : OfRun(run, AlertCondition.When, "", $"Run {run.Path} meets the condition {Shorten((alert.When ?? "").Trim())}");
    }

    /// <summary>A disk has too little free space. It is told once a day for a disk, until there is enough again.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="place">What is on the disk: <c>the store /data/.experiments</c>.</param>
    /// <param name="disk">What identifies the disk.</param>
    /// <param name="free">Its free space in bytes.</param>
    /// <param name="nowUtc">The current time, in UTC.</param>
    public static AlertCause? DiskLow(RunAlert alert, string place, string disk, long free, DateTime nowUtc)
    {
        long below = alert.Below ?? AlertRules.LowSpace;
        if (free >= below) return null;
        string day = nowUtc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new($"disk {disk} {day}", AlertCondition.DiskLow, $"The disk of {place} has {ByteSize.Format(free)} free, which is less than {ByteSize.Format(below)}.");
    }

    /// <summary>The stage of a model version changed, or it got an alias.</summary>
    public static AlertCause? Promoted(RunAlert alert, ModelPromotion promotion)
    {
        if (!IsNew(alert, promotion.At) || (alert.ExperimentId is { } experiment && experiment != promotion.ExperimentId)) return null;
        string what = promotion.Alias is { } alias ? $"got the alias '{alias}'" : $"changed from {promotion.From} to {promotion.To}";
        return new(promotion.Key, AlertCondition.Promoted, $"Model version {promotion.Version} {what}.", promotion.RunId, promotion.VersionId);
    }

    private static AlertCause OfRun(Run run, AlertCondition condition, string when, string message) => new($"{condition} {run.Id} {when}".TrimEnd(), condition, message, run.Id);

    // The first line says most, and a stack of ten thousand would fit into no message.
    private static string Shorten(string text)
    {
        string line = text.Trim().Split('\n', 2)[0].TrimEnd();
        return line.Length <= LongestReason ? line : line[..LongestReason] + " …";
    }
}
