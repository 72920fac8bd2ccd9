namespace ExperimentTracker.Session;

/// <summary>
/// Collects points of a pipeline and writes them in short transactions: when there are many, when some time has passed, and at once when
/// they come slowly. Points of one series and run that follow each other go in one piece.
/// </summary>
/// <param name="cancellation">Ends waiting for other processes.</param>
/// <param name="report">Told of points that were refused; the others are written.</param>
/// <param name="written">Given each point once it is written; <see langword="null"/> when nobody asks.</param>
internal sealed class MetricBuffer(CancellationToken cancellation, Action<TrackerException> report, Action<MetricPoint>? written)
{
    private const int MostPoints = 8192;
    private const long MostMilliseconds = 200;

    private readonly Dictionary<(string RunId, string Key, string? Label), SeriesBuffer> series = [];
    private IExperimentStore? store;
    private long lastFlush = Environment.TickCount64 - MostMilliseconds;
    private int points;

    /// <summary>Takes points; they are written by the time <see cref="Flush"/> returns.</summary>
    /// <exception cref="TrackerException">The points are not valid by themselves; nothing of them is taken.</exception>
    public void Add(IExperimentStore target, SeriesAppend append)
    {
        append.Check();
        if (store is not null && !ReferenceEquals(store, target)) Flush();
        store = target;
        (string, string, string?) name = (append.RunId, append.Key, append.Label);
        if (series.TryGetValue(name, out SeriesBuffer? buffer) && !buffer.Takes(append)) Flush();
        if (!series.TryGetValue(name, out buffer)) series.Add(name, buffer = new SeriesBuffer(append));
        buffer.Add(append);
        points += append.Values.Length;
        if (points >= MostPoints || Environment.TickCount64 - lastFlush >= MostMilliseconds) Flush();
    }

    /// <summary>Writes what was taken. A run that refuses its points does not keep those of other runs from being written.</summary>
    public void Flush()
    {
        foreach (IGrouping<string, SeriesBuffer> run in series.Values.GroupBy(s => s.RunId).ToList())
        {
            SeriesAppend[] appends = [.. run.Select(s => s.ToAppend())];
            try
            {
                IReadOnlyList<SeriesReceipt> receipts = store!.Metrics.Append(appends, cancellation);
                if (written is not null) Acknowledge(appends, receipts);
            }
            catch (TrackerException error)
            {
                report(error);
            }
        }

        series.Clear();
        points = 0;
        lastFlush = Environment.TickCount64;
    }

    private void Acknowledge(SeriesAppend[] appends, IReadOnlyList<SeriesReceipt> receipts)
    {
        foreach ((SeriesAppend append, SeriesReceipt receipt) in appends.Zip(receipts))
        {
            for (int i = 0; i < append.Values.Length; i++)
            {
                written!(new MetricPoint
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
