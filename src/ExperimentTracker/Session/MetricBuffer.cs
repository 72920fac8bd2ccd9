namespace ExperimentTracker.Session;

/// <summary>
/// Collects points of a pipeline and writes them in short transactions: when there are many, when some time has passed, and at once when
/// they come slowly. Points of one series and run that follow each other go in one piece.
/// </summary>
/// <param name="report">Told of points that were refused; the others are written.</param>
/// <param name="written">Given each point once it is written; <see langword="null"/> when nobody asks.</param>
internal sealed class MetricBuffer(Action<TrackerException> report, Action<MetricPoint>? written)
{
    private const int MostPoints = 8192;
    private const long MostMilliseconds = 200;

    private readonly Dictionary<(string RunId, string Key, string? Label), SeriesBuffer> series = [];
    private IExperimentStore? store;
    private long lastFlush = Environment.TickCount64 - MostMilliseconds;
    private int points;

    /// <summary>Takes points; they are written by the time <see cref="Flush(CancellationToken)"/> returns.</summary>
    /// <remarks>The points of one call for one run are written together or not at all.</remarks>
    /// <exception cref="TrackerException">The points are not valid by themselves; nothing of them is taken.</exception>
    public void Add(IExperimentStore target, IReadOnlyList<SeriesAppend> appends, CancellationToken cancellation)
    {
        bool fits = store is null || ReferenceEquals(store, target);
        foreach (SeriesAppend append in appends)
        {
            append.Check();
            fits = fits && (!series.TryGetValue(NameOf(append), out SeriesBuffer? buffer) || buffer.Takes(append));
        }

        if (!fits) Flush(cancellation);
        store = target;
        foreach (SeriesAppend append in appends) Add(append);
        if (points >= MostPoints || Environment.TickCount64 - lastFlush >= MostMilliseconds) Flush(cancellation);
    }

    /// <summary>Writes what was taken. A run that refuses its points does not keep those of other runs from being written.</summary>
    public void Flush(CancellationToken cancellation) => Flush(report, written, cancellation);

    /// <summary>Writes what is left after the pipeline was stopped, when nobody can be told any more.</summary>
    public void FlushQuietly() => Flush(static _ => { }, null, CancellationToken.None);

    private static (string RunId, string Key, string? Label) NameOf(SeriesAppend append) => (append.RunId, append.Key, append.Label);

    private void Add(SeriesAppend append)
    {
        if (append.Values.IsEmpty) return; // a series begins with its first point
        if (!series.TryGetValue(NameOf(append), out SeriesBuffer? buffer)) series.Add(NameOf(append), buffer = new SeriesBuffer(append));
        buffer.Add(append);
        points += append.Values.Length;
    }

    private void Flush(Action<TrackerException> refused, Action<MetricPoint>? acknowledged, CancellationToken cancellation)
    {
        SeriesBuffer[] taken = [.. series.Values];
        series.Clear();
        points = 0;
        lastFlush = Environment.TickCount64;
        foreach (IGrouping<string, SeriesBuffer> run in taken.GroupBy(s => s.RunId))
        {
            SeriesAppend[] appends = [.. run.Select(s => s.ToAppend())];
            try
            {
                IReadOnlyList<SeriesReceipt> receipts = store!.Metrics.Append(appends, cancellation);
                if (acknowledged is not null) Acknowledge(appends, receipts, acknowledged);
            }
            catch (TrackerException error)
            {
                refused(error);
            }
        }
    }

    private static void Acknowledge(SeriesAppend[] appends, IReadOnlyList<SeriesReceipt> receipts, Action<MetricPoint> acknowledged)
    {
        foreach ((SeriesAppend append, SeriesReceipt receipt) in appends.Zip(receipts))
        {
            for (int i = 0; i < append.Values.Length; i++)
            {
                acknowledged(new MetricPoint
                {
                    RunId = append.RunId,
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
