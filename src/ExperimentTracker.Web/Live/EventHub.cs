using System.Collections.Concurrent;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Live;

/// <summary>
/// Tells all listeners what changes in a store. One task looks for changes, and only while someone listens; it writes each event once, and all listeners
/// are sent the same bytes.
/// </summary>
internal sealed class EventHub
{
    /// <summary>The time between two looks at the store.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan BetweenPings = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    private readonly StoreHandle store;
    private readonly CancellationToken stopping;
    private readonly HashSet<Listener> listeners = [];
    private readonly SemaphoreSlim wake = new(0);
    private readonly ConcurrentQueue<string> changedHere = [];
    private long version;
    private bool isWatching;
    private string? lost;

    public EventHub(StoreHandle store, CancellationToken stopping)
    {
        (this.store, this.stopping) = (store, stopping);

        // Versions of this server are not those of one before it.
        version = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 12;
        _ = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>The version of the store: another one after each change that was noticed.</summary>
    public long Version => Interlocked.Read(ref version);

    /// <summary>Whether changes are noticed, so that an equal version means that nothing changed.</summary>
    public bool IsWatching => Volatile.Read(ref isWatching);

    /// <summary><c>GET api/events</c>: a stream of events.</summary>
    public HttpReply Listen() => new HttpReply { Write = ServeAsync }.With("Content-Type", "text/event-stream").With("X-Accel-Buffering", "no");

    /// <summary>Tells all listeners about records that this server changed.</summary>
    public void Changed(IEnumerable<string> ids)
    {
        foreach (string id in ids) changedHere.Enqueue(id);
        if (IsHeard()) wake.Release();
    }

    private async Task ServeAsync(ReplyWriter writer)
    {
        var listener = new Listener();
        lock (listeners)
        {
            listeners.Add(listener);
            listener.Send(EventText.Opening);
            listener.Send(State());
            if (lost is not null) listener.Send(Gone(lost));
            if (listeners.Count == 1) wake.Release();
        }

        try
        {
            await listener.ServeAsync(writer, State, stopping).ConfigureAwait(false);
        }
        finally
        {
            lock (listeners) listeners.Remove(listener);
        }
    }

    private async Task WatchAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(stopping).ConfigureAwait(false);
                await WatchWhileHeardAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                Volatile.Write(ref isWatching, false);
            }
        }
    }

    private async Task WatchWhileHeardAsync()
    {
        StoreChanges? changes = null;
        long storeVersion = 0;
        long nextPing = Environment.TickCount64 + (long)BetweenPings.TotalMilliseconds;
        while (IsHeard())
        {
            try
            {
                IExperimentStore current = store.Get(stopping);
                if (changes is null)
                {
                    changes = new StoreChanges();
                    storeVersion = current.Changes.WaitForChange(0, TimeSpan.Zero, stopping);
                    changes.Begin(current, stopping);
                    Interlocked.Increment(ref version);
                    Volatile.Write(ref isWatching, true);
                    if (lost is not null) Recover();
                }
                else if (IsDue(changes, current, ref storeVersion, out bool isChanged) && changes.Look(current, TakeChangedHere(), isChanged, stopping) is { } change && (!change.IsEmpty || change.Others))
                {
                    Interlocked.Increment(ref version);
                    if (change.Others) Send(EventText.Of("others", json => json.WriteString("version", Text(Version))));
                    else Send(EventText.Of("change", json =>
                    {
                        json.WriteString("version", Text(Version));
                        json.WriteTime("time", current.Time.GetUtcNow().UtcDateTime);
                        json.WriteList("runs", change.Runs, run => json.WriteRow(run, RowColumns.All));
                        json.WriteList("removed", change.Removed, json.WriteStringValue);
                        json.WriteBoolean("experiments", change.Experiments);
                        json.WriteBoolean("models", change.Models);
                    }));
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Volatile.Write(ref isWatching, false);
                changes = null;
                if (lost is null) Lose(e.Message);
            }

            if (Environment.TickCount64 >= nextPing)
            {
                Send(EventText.Ping);
                nextPing = Environment.TickCount64 + (long)BetweenPings.TotalMilliseconds;
            }

            await wake.WaitAsync(lost is null ? BetweenLooks : BetweenTries, stopping).ConfigureAwait(false);
        }
    }

    // A store that nobody has written to is not read, except now and then, when runs of processes that were killed are ended.
    private bool IsDue(StoreChanges changes, IExperimentStore current, ref long storeVersion, out bool isChanged)
    {
        long before = storeVersion;
        storeVersion = current.Changes.WaitForChange(before, TimeSpan.Zero, stopping);
        isChanged = storeVersion != before;
        return isChanged || !changedHere.IsEmpty || changes.IsSearchDue;
    }

    private List<string> TakeChangedHere()
    {
        var ids = new List<string>();
        while (changedHere.TryDequeue(out string? id)) ids.Add(id);
        return ids;
    }

    private bool IsHeard()
    {
        lock (listeners) return listeners.Count > 0;
    }

    private void Lose(string message)
    {
        lock (listeners) lost = message;
        Send(Gone(message));
    }

    private void Recover()
    {
        lock (listeners) lost = null;
        Send(EventText.Of("back", _ => { }));
        Send(State());
    }

    private void Send(ReadOnlyMemory<byte> text)
    {
        lock (listeners) foreach (Listener listener in listeners) listener.Send(text);
    }

    private ReadOnlyMemory<byte> State() => EventText.Of("state", json =>
    {
        json.WriteString("version", Text(Version));
        json.WriteNumber("time", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
    });

    private static ReadOnlyMemory<byte> Gone(string message) => EventText.Of("gone", json => json.WriteString("message", message));

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
