using System.Diagnostics;
using ExperimentTracker.Alerts;
using ExperimentTracker.Contracts.Alerts;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Services;

/// <summary>Watches a store for the causes of its alerts, records them as events, and sends their deliveries. A store that does not change is hardly read.</summary>
public sealed class AlertWatcher
{
    // What a clock decides is looked at now and then: deliveries that are due, runs whose process ended or that are silent, and disks.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenSilences = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenDisks = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenAdvances = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    // The clocks of those who write to a store on a server differ, and what they write is visible only when it is committed.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    // At most a twentieth of the time is spent on looking.
    private const int PauseForLook = 20;

    private readonly IExperimentStore store;
    private readonly AlertEvaluator evaluator;
    private readonly AlertDispatcher dispatcher;
    private readonly bool runsScripts;
    private readonly Action<string> warn;
    private readonly HashSet<string> warned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTime CreatedAt, HashSet<string> Causes)> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTime> looked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTime> advanced = new(StringComparer.Ordinal);
    private long? disksAt;
    private long? silencesAt;
    private long? advancedAt;

    /// <summary>Creates a watcher.</summary>
    /// <param name="store">The store.</param>
    /// <param name="sender">What sends deliveries.</param>
    /// <param name="holds">Evaluates the filter or the block of an alert on a run.</param>
    /// <param name="runsScripts">Whether blocks that are stored in the store are run.</param>
    /// <param name="warn">Receives warnings.</param>
    /// <param name="lease">How long others leave a delivery to this watcher, unless it says meanwhile that it lives; <see langword="null"/> for a minute.</param>
    public AlertWatcher(IExperimentStore store, AlertSender sender, Func<RunAlert, Run, bool> holds, bool runsScripts, Action<string> warn, TimeSpan? lease = null)
    {
        (this.store, this.runsScripts, this.warn) = (store, runsScripts, warn);
        evaluator = new(store, holds, (alert, error) => WarnOnce($"Alert '{alert.Name}': {error.Message}"));
        dispatcher = lease is { } given ? new(store, sender, WarnOnce) { Lease = given } : new(store, sender, WarnOnce);
    }

    /// <summary>Watches, and returns what alerts told. Errors of the store do not end it: it tries again.</summary>
    /// <param name="once">Whether to look once, send what is due, and end; then errors of the store end it.</param>
    /// <param name="timeout">How long to watch; <see langword="null"/> for no limit.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="TrackerException">The store cannot be read, with <paramref name="once"/>.</exception>
    public IEnumerable<RunAlertEvent> Watch(bool once, TimeSpan? timeout, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp(), version = 0;
        TimeSpan wait = Turn;
        bool isChanged = true;
        while (true)
        {
            bool hasFailed = false;
            long looking = Stopwatch.GetTimestamp();
            IReadOnlyList<RunAlertEvent> told = [];
            try
            {
                if (version == 0) version = store.Changes.WaitForChange(0, TimeSpan.Zero, cancellation);
                told = Look(isChanged, once, cancellation);
                wait = Turn;
            }
            catch (TrackerException e) when (!once)
            {
                WarnOnce($"The store cannot be watched now: {e.Message} It is tried again.");
                (hasFailed, wait) = (true, Least(wait * 2, BetweenDisks));
                evaluator.Forget();
            }

            foreach (RunAlertEvent one in told) yield return one;
            if (once) yield break;
            TimeSpan left = timeout is { } most ? most - Stopwatch.GetElapsedTime(started) : wait;
            if (left <= TimeSpan.Zero) break;
            TimeSpan busy = PauseForLook * Stopwatch.GetElapsedTime(looking);
            cancellation.WaitHandle.WaitOne(Least(left, busy < ShortestPause ? ShortestPause : Least(busy, LongestPause)));
            cancellation.ThrowIfCancellationRequested();
            isChanged = Wait(ref version, Least(left, wait), cancellation) || hasFailed;
        }

        Advance(force: true, cancellation);
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private bool Wait(ref long version, TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            TimeSpan until = store.Alerts.NextDue(cancellation) is { } due && due - store.Time.GetUtcNow().UtcDateTime is { Ticks: > 0 } left ? Least(left, wait) : wait;
            long before = version;
            version = store.Changes.WaitForChange(version, until, cancellation);
            return version != before;
        }
        catch (TrackerException)
        {
            // The next look says why, and waits.
            cancellation.WaitHandle.WaitOne(wait);
            cancellation.ThrowIfCancellationRequested();
            version = 0;
            return true;
        }
    }

    private List<RunAlertEvent> Look(bool isChanged, bool once, CancellationToken cancellation)
    {
        RunAlert[] alerts = [.. store.Alerts.List(cancellation).Where(IsWatched)];
        bool isSilenceDue = IsDue(ref silencesAt, BetweenSilences), isDiskDue = IsDue(ref disksAt, BetweenDisks);
        if (isSilenceDue) store.Runs.KillOrphanedRuns(cancellation);
        var told = new List<string>();
        var causes = alerts.ToDictionary(alert => alert.Id, alert => CausesOf(alert, cancellation), StringComparer.Ordinal);
        var found = alerts.ToDictionary(alert => alert.Id, _ => new List<AlertCause>(), StringComparer.Ordinal);
        DateTime last = isChanged || isSilenceDue ? FromRuns(alerts, isChanged, found, cancellation) : DateTime.MinValue;
        if (isChanged) FromModels(alerts, found, cancellation);
        if (isDiskDue) FromDisks(alerts, found);
        foreach (RunAlert alert in alerts)
        {
            HashSet<string> old = causes[alert.Id];
            AlertCause[] fresh = [.. found[alert.Id].Where(cause => !old.Contains(cause.Key)).DistinctBy(cause => cause.Key)];
            if (fresh.Length == 0) continue;
            told.AddRange(store.Alerts.Fire(alert.Id, fresh, cancellation).Select(one => one.Id));
            old.UnionWith(fresh.Select(cause => cause.Key));
        }

        // Only now: after an error of the store, the same runs are looked at again.
        foreach (RunAlert alert in alerts) if (last > LookedAt(alert)) looked[alert.Id] = last;
        dispatcher.Send(cancellation);
        Advance(force: once, cancellation);
        return told.Count == 0 ? [] : [.. store.Alerts.Events(new() { Ids = told }, cancellation).Reverse()];
    }

    private bool IsWatched(RunAlert alert)
    {
        if (!alert.Enabled) return false;
        if (alert.When is null || runsScripts) return true;
        WarnOnce($"Alert '{alert.Name}' has a script block as its condition, which is stored in the store. It is left out: whoever can write to the store could have written it. Watch-ExperimentStore -AllowScript runs such blocks.");
        return false;
    }

    private DateTime FromRuns(RunAlert[] alerts, bool isChanged, Dictionary<string, List<AlertCause>> found, CancellationToken cancellation)
    {
        if (alerts.Length == 0) return DateTime.MinValue;
        List<Run> runs = [.. evaluator.Running(alerts, cancellation)];
        DateTime last = DateTime.MinValue;
        if (isChanged)
        {
            DateTime since = alerts.Min(alert => alert.IncludesExisting && !looked.ContainsKey(alert.Id) && alert.LookedAt == alert.CreatedAt ? DateTime.MinValue : Since(alert));
            (IReadOnlyList<Run> changed, last) = evaluator.Changed(alerts, since, cancellation);
            runs.AddRange(changed);
        }

        foreach (RunAlert alert in alerts) foreach (Run run in runs) found[alert.Id].AddRange(evaluator.OfRun(alert, run, cancellation));
        return last;
    }

    private void FromModels(RunAlert[] alerts, Dictionary<string, List<AlertCause>> found, CancellationToken cancellation)
    {
        RunAlert[] ofModels = [.. alerts.Where(alert => alert.Condition.Contains(AlertCondition.Promoted))];
        if (ofModels.Length == 0) return;
        DateTime since = ofModels.Min(alert => alert.IncludesExisting ? DateTime.MinValue : alert.CreatedAtUtc);
        foreach (ModelPromotion promotion in store.Alerts.Promotions(since, cancellation))
        {
            foreach (RunAlert alert in ofModels) if (AlertConditions.Promoted(alert, promotion) is { } cause) found[alert.Id].Add(cause);
        }
    }

    private void FromDisks(RunAlert[] alerts, Dictionary<string, List<AlertCause>> found)
    {
        foreach (RunAlert alert in alerts.Where(alert => alert.Condition.Contains(AlertCondition.DiskLow)))
        {
            if (store.Address.IsServer || store.IsInMemory) WarnOnce($"Alert '{alert.Name}': the free space of the store {store.Path} is not known here, because it is not in a folder.");
            found[alert.Id].AddRange(evaluator.OfDisks(alert));
        }
    }

    private DateTime LookedAt(RunAlert alert) => looked.TryGetValue(alert.Id, out DateTime at) && at > alert.LookedAtUtc ? at : alert.LookedAtUtc;

    private DateTime Since(RunAlert alert) => LookedAt(alert) - Overlap;

    private HashSet<string> CausesOf(RunAlert alert, CancellationToken cancellation)
    {
        // A replaced alert watches another rule since another time.
        if (known.TryGetValue(alert.Id, out (DateTime CreatedAt, HashSet<string> Causes) have) && have.CreatedAt == alert.CreatedAt) return have.Causes;
        HashSet<string> causes = store.Alerts.Causes(alert.Id, cancellation).ToHashSet(StringComparer.Ordinal);
        known[alert.Id] = (alert.CreatedAt, causes);
        looked.Remove(alert.Id);
        return causes;
    }

    // Writing it at each look would be a change of the store, and so the reason of the next look.
    private void Advance(bool force, CancellationToken cancellation)
    {
        KeyValuePair<string, DateTime>[] ahead = [.. looked.Where(pair => advanced.GetValueOrDefault(pair.Key) < pair.Value)];
        if (ahead.Length == 0 || (!force && !IsDue(ref advancedAt, BetweenAdvances))) return;
        foreach (IGrouping<DateTime, string> together in ahead.GroupBy(pair => pair.Value, pair => pair.Key)) store.Alerts.Advance([.. together], together.Key, cancellation);
        foreach ((string id, DateTime at) in ahead) advanced[id] = at;
    }

    private static bool IsDue(ref long? at, TimeSpan interval)
    {
        if (at is { } before && Stopwatch.GetElapsedTime(before) < interval) return false;
        at = Stopwatch.GetTimestamp();
        return true;
    }

    private void WarnOnce(string text)
    {
        if (warned.Add(text)) warn(text);
    }
}
