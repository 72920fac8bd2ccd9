using System.Diagnostics;
using ExperimentTracker.Services;

namespace ExperimentTracker.Charts;

/// <summary>Shows charts on a screen, once or while their runs are running.</summary>
internal sealed class ChartView(ChartSet charts, ChartScreen screen, ChartOptions options)
{
    private const int LeastInterval = 500;
    private const int LivenessInterval = 2000;

    // A taller chart would push the commands before it off the screen.
    private const int DefaultHeight = 20;

    /// <summary>The width in columns, or <see langword="null"/> for the width of the screen.</summary>
    public int? Width { get; init; }

    /// <summary>The height of a chart in lines, or <see langword="null"/> for 20 lines, or less on a smaller screen.</summary>
    public int? Height { get; init; }

    /// <summary>The style, or <see langword="null"/> for the best one that the screen supports.</summary>
    public ChartStyle? Style { get; init; }

    /// <summary>The horizontal axis, or <see langword="null"/> to select it automatically.</summary>
    public ChartXAxis? XAxis { get; init; }

    /// <summary>Draws all charts.</summary>
    public IReadOnlyList<string> Draw(CancellationToken cancellation) => charts.Draw(Options(screen.Size), XAxis, null, cancellation);

    /// <summary>Follows the runs until they end. On a terminal the charts are redrawn; otherwise the final charts are returned.</summary>
    public IReadOnlyList<string> Follow(CancellationToken cancellation)
    {
        StoreWatch watch = charts.Watch(cancellation);
        long nextLook = 0;
        while (true)
        {
            var outcome = Stopwatch.StartNew();
            if (Environment.TickCount64 >= nextLook)
            {
                charts.KillOrphanedRuns(cancellation);
                nextLook = Environment.TickCount64 + LivenessInterval;
            }

            charts.Refresh(cancellation);
            bool isOpen = charts.IsOpen;
            if (screen.IsTerminal) DrawFrame(isOpen, cancellation);
            if (!isOpen) return screen.IsTerminal ? [] : Draw(cancellation);

            // Reading long series takes time; most of the time is left for the run.
            TimeSpan pause = TimeSpan.FromMilliseconds(Math.Max(LeastInterval, 4 * outcome.ElapsedMilliseconds));
            watch.Wait(pause, pause + TimeSpan.FromMilliseconds(LivenessInterval), cancellation);
        }
    }

    private void DrawFrame(bool isOpen, CancellationToken cancellation)
    {
        (int width, int height) = screen.Size;
        List<string> lines = charts.Draw(Options((width, height)), XAxis, height - 1, cancellation);
        if (isOpen) lines.Add(charts.HaveNoSeries ? "No points yet. Press Ctrl+C to stop." : "Press Ctrl+C to stop.");
        screen.Draw(lines);
    }

    private ChartOptions Options((int Width, int Height) room) => options with
    {
        Width = Width ?? room.Width,
        Height = Height ?? Math.Min(room.Height, DefaultHeight),
        Style = Style ?? screen.Style,
    };
}
