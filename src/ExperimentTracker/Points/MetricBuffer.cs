using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Points;

/// <summary>
/// Buffers the points of a pipeline and writes them in short transactions: when there are many, after some time, and immediately when they arrive
/// slowly. Consecutive points of the same series and run are one append.
/// </summary>
/// <param name="report">Receives errors about rejected points; the others are written.</param>
/// <param name="written">Receives each point after it is written; or <see langword="null"/>.</param>
internal sealed class MetricBuffer(Action<TrackerException> report, Action<MetricPoint>? written)
{
    private const int MostPoints = 8192;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<(string RunId, string Key, string? Label), SeriesBuffer> series = [];
    private SeriesBuffer? last;
    private IExperimentStore? store;
    private long? lastFlush;
    private int points;

    /// <summary>Adds points, which are written when <see cref="Flush(CancellationToken)"/> returns.</summary>
    /// <remarks>The points of one call for one run are written in one transaction.</remarks>
    /// <exception cref="TrackerException">The points are not valid; none of them is added.</exception>
    public void Add(IExperimentStore target, IReadOnlyList<SeriesAppend> appends, CancellationToken cancellation)
    {
        foreach (SeriesAppend append in appends) append.Check();
        bool fits = appends.All(append => !series.TryGetValue((append.RunId, append.Key, append.Label), out SeriesBuffer? known) || known.Accepts(!append.Steps.IsEmpty));
        MakeRoom(target, fits, cancellation);
        foreach (SeriesAppend append in appends)
        {
            if (append.Values.IsEmpty) continue; // a series must not be created without points
            BufferOf(append.RunId, append.Key, append.Label).Add(append);
            points += append.Values.Length;
        }

        FlushWhenDue(cancellation);
    }

    /// <summary>Adds a point.</summary>
    /// <exception cref="TrackerException"><c>InvalidMetricKey</c> or <c>InvalidStep</c>; the point is not added.</exception>
    public void Add(IExperimentStore target, string runId, string key, string? label, double value, long? step, long ticks, string? unit, MetricGoal? goal, CancellationToken cancellation)
    {
        if (step < 0) throw RunErrors.Step(key, step.Value);
        SeriesBuffer buffer = BufferOf(runId, key, label);
        if (!ReferenceEquals(store, target) || !buffer.Accepts(step is not null))
        {
            MakeRoom(target, fits: false, cancellation);
            buffer = BufferOf(runId, key, label);
        }

        buffer.Add(value, step, ticks, unit, goal);
        points++;
        FlushWhenDue(cancellation);
    }

    /// <summary>Writes the buffered points. A run that rejects its points does not prevent those of other runs from being written.</summary>
    public void Flush(CancellationToken cancellation) => Flush(report, written, cancellation);

    /// <summary>Writes the remaining points after the pipeline was stopped, when errors cannot be reported any more.</summary>
    public void FlushIgnoringErrors() => Flush(static _ => { }, null, CancellationToken.None);

    private SeriesBuffer BufferOf(string runId, string key, string? label)
    {
        if (last is not null && last.Is(runId, key, label)) return last;
        if (!series.TryGetValue((runId, key, label), out SeriesBuffer? buffer))
        {
            SeriesAppend.CheckName(key, label);
            series.Add((runId, key, label), buffer = new SeriesBuffer(runId, key, label));
        }

        return last = buffer;
    }

    private void MakeRoom(IExperimentStore target, bool fits, CancellationToken cancellation)
    {
        if (store is not null && (!fits || !ReferenceEquals(store, target))) Flush(cancellation);
        store = target;
    }

    private void FlushWhenDue(CancellationToken cancellation)
    {
        if (points >= MostPoints || lastFlush is not { } at || store!.Time.GetElapsedTime(at) >= LongestDelay) Flush(cancellation);
    }

    private void Flush(Action<TrackerException> refused, Action<MetricPoint>? acknowledged, CancellationToken cancellation)
    {
        if (points == 0) return;
        SeriesBuffer[] outcome = [.. series.Values.Where(s => s.Count > 0)];
        series.Clear();
        last = null;
        points = 0;
        foreach (SeriesBuffer[] run in ByRun(outcome))
        {
            SeriesAppend[] appends = Array.ConvertAll(run, s => s.ToAppend());
            try
            {
                IReadOnlyList<SeriesReceipt> receipts = store!.Metrics.Append(appends, cancellation);
                if (acknowledged is not null) Acknowledge(appends, receipts, new RecordSource(store), acknowledged);
            }
            catch (TrackerException error)
            {
                refused(error);
            }
        }

        lastFlush = store?.Time.GetTimestamp();
    }

    private static IEnumerable<SeriesBuffer[]> ByRun(SeriesBuffer[] all) =>
        all.Length == 1 ? [all] : all.GroupBy(s => s.RunId).Select(run => run.ToArray());

    private static void Acknowledge(SeriesAppend[] appends, IReadOnlyList<SeriesReceipt> receipts, RecordSource source, Action<MetricPoint> acknowledged)
    {
        foreach ((SeriesAppend append, SeriesReceipt receipt) in appends.Zip(receipts))
        {
            // A separate string: that of the append can be the id of a record that came from another store.
            string runId = new(append.RunId.AsSpan());
            RecordOrigins.SetPoints(runId, source);
            for (int i = 0; i < append.Values.Length; i++)
            {
                acknowledged(new MetricPoint
                {
                    RunId = runId,
                    Key = receipt.Metric.Key,
                    Label = receipt.Metric.Label,
                    Step = receipt.FirstAssignedStep is { } first ? first + i : append.Steps.Span[i],
                    Value = append.Values.Span[i],
                    Timestamp = UtcTicks.ToLocal(append.Ticks.Span[append.Ticks.Length == 1 ? 0 : i]),
                });
            }
        }
    }
}
