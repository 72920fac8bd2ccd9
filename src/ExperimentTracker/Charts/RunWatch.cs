using System.Diagnostics;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Charts;

/// <summary>Shows a set of runs and the curves of their metric on a screen, once or until they have ended.</summary>
/// <param name="store">The store of the runs.</param>
/// <param name="query">Selects the runs; those that are created later are found too.</param>
/// <param name="screen">The screen.</param>
internal sealed class RunWatch(IExperimentStore store, RunQuery query, ChartScreen screen)
{
    private const int LeastInterval = 500;
    private const int LivenessInterval = 2000;
    private const int MostCurves = 50;
    private const int MostRunning = 8;
    private const int DefaultHeight = 20;

    // A script that starts runs one after the other has none for a moment.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Stopwatch sinceOpen = new();

    /// <summary>What the runs belong to.</summary>
    public required string Title { get; init; }

    /// <summary>The run that starts the runs, or <see langword="null"/>: while it is open, more can come.</summary>
    public string? ParentId { get; init; }

    /// <summary>The number of runs that are expected, or <see langword="null"/>.</summary>
    public int? Total { get; init; }

    /// <summary>The sweep that the parent is, or <see langword="null"/>: the number of runs to come until it ends, and the metric to rank by.</summary>
    public SweepDefinition? Sweep { get; init; }

    /// <summary>The name of the metric, or <see langword="null"/> for the main metric of the runs.</summary>
    public string? Metric { get; init; }

    /// <summary>The number of best runs to show.</summary>
    public int First { get; init; }

    /// <summary>The width in columns, or <see langword="null"/> for that of the screen.</summary>
    public int? Width { get; init; }

    /// <summary>The height of the chart in lines, or <see langword="null"/> for 20 lines, or less on a smaller screen.</summary>
    public int? Height { get; init; }

    /// <summary>Whether there is a chart.</summary>
    public bool HasChart { get; init; } = true;

    /// <summary>The style, or <see langword="null"/> for the best one that the screen supports.</summary>
    public ChartStyle? Style { get; init; }

    /// <summary>Whether the axis of values is logarithmic.</summary>
    public bool LogScale { get; init; }

    /// <summary>Draws the current state.</summary>
    public IReadOnlyList<string> Draw(CancellationToken cancellation) => Draw(Read(cancellation), null, cancellation);

    /// <summary>Follows the runs until they have ended. On a terminal they are redrawn; otherwise the final state is returned.</summary>
    public IReadOnlyList<string> Follow(CancellationToken cancellation)
    {
        var changes = new StoreWatch([store], cancellation);
        long nextLook = 0;
        while (true)
        {
            var outcome = Stopwatch.StartNew();
            if (!store.IsReadOnly && Environment.TickCount64 >= nextLook)
            {
                store.Runs.KillOrphanedRuns(cancellation);
                nextLook = Environment.TickCount64 + LivenessInterval;
            }

            SweepState state = Read(cancellation);
            bool isOpen = IsOpen(state, cancellation);
            if (screen.IsTerminal) DrawFrame(state, isOpen, cancellation);
            if (!isOpen) return screen.IsTerminal ? [] : Draw(state, null, cancellation);

            // Reading many runs takes time; most of the time is left for them.
            TimeSpan pause = TimeSpan.FromMilliseconds(Math.Max(LeastInterval, 4 * outcome.ElapsedMilliseconds));
            changes.Wait(pause, pause + TimeSpan.FromMilliseconds(LivenessInterval), cancellation);
        }
    }

    private SweepState Read(CancellationToken cancellation) =>
        SweepState.Of(
        [.. store.Runs.Query(query, cancellation)], Total ?? Sweep?.Total, Metric ?? Sweep?.Metric, store.Time.GetUtcNow().UtcDateTime, Metric is null ? Sweep?.Goal : null);

    private bool IsOpen(SweepState state, CancellationToken cancellation)
    {
        bool isOpen = state.Runs.Any(r => !r.Status.IsEnded()) || state.Ended < Total ||
            (ParentId is not null && store.Runs.Query(new() { Ids = [ParentId], Parts = RunParts.None }, cancellation).Any(r => !r.Status.IsEnded()));
        if (!isOpen) return Total is null && sinceOpen.IsRunning && sinceOpen.Elapsed < Pause;
        sinceOpen.Restart();
        return true;
    }

    private void DrawFrame(SweepState state, bool isOpen, CancellationToken cancellation)
    {
        List<string> lines = [.. Draw(state, screen.Size.Height - 1, cancellation)];
        if (isOpen) lines.Add(state.Runs.Count == 0 ? "No runs yet. Press Ctrl+C to stop." : "Press Ctrl+C to stop.");
        screen.Draw(lines);
    }

    private List<string> Draw(SweepState state, int? room, CancellationToken cancellation)
    {
        (int width, int height) = screen.Size;
        ChartStyle style = Style ?? screen.Style;
        var board = new RunBoard(Title, style, Width ?? width);

        // On a small screen, half of it is for the lists, and the chart needs its least height.
        int lists = room is { } lines ? Math.Max(2, (lines - 6 - (HasChart ? ChartOptions.LeastHeight + 1 : 0)) / 2) : int.MaxValue;
        List<string> text = [.. board.Draw(state, Math.Min(MostRunning, lists), Math.Min(First, lists))];
        int left = room is { } all ? all - text.Count - 1 : Height ?? DefaultHeight;
        int chartHeight = Math.Min(Height ?? DefaultHeight, left);
        if (!HasChart || state.Metric is null || chartHeight < ChartOptions.LeastHeight) return text;
        var charts = new ChartSet();
        foreach (Run run in state.Best.Concat(state.Running).Concat(state.Runs).DistinctBy(r => r.Id).Take(MostCurves))
        {
            charts.Add(new RunChartSource(store, run, new SeriesFilter(null, state.Metric), new StepWindow(0, long.MaxValue)));
        }

        var options = new ChartOptions { Width = Width ?? width, Height = chartHeight, Style = style, LogScale = LogScale };
        List<string> chart = charts.HaveNoSeries ? [] : charts.Draw(options, null, null, cancellation);
        if (chart.Count > 0) text.AddRange(["", .. chart]);
        return text;
    }
}
