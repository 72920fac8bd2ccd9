using System.Diagnostics;

namespace ExperimentTracker.Charts;

/// <summary>Charts on a screen, once or for as long as their runs go on.</summary>
internal sealed class ChartView(ChartSet charts, ChartScreen screen, ChartOptions options)
{
    private const int LeastInterval = 500;
    private const int LivenessInterval = 2000;

    /// <summary>The columns to use, or <see langword="null"/> for those of the screen.</summary>
    public int? Width { get; init; }

    /// <summary>The lines of a chart, or <see langword="null"/> for those of the screen.</summary>
    public int? Height { get; init; }

    /// <summary>What to draw with, or <see langword="null"/> for what the screen can show.</summary>
    public ChartStyle? Style { get; init; }

    /// <summary>What points are placed by, or <see langword="null"/> for what fits.</summary>
    public ChartXAxis? XAxis { get; init; }

    /// <summary>The lines of all charts.</summary>
    public IReadOnlyList<string> Draw(CancellationToken cancellation) => charts.Draw(Options(screen.Size), XAxis, null, cancellation);

    /// <summary>Follows the runs to their end: on a terminal the charts are drawn there, elsewhere the last lines are given.</summary>
    public IReadOnlyList<string> Follow(CancellationToken cancellation)
    {
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

            // Long series take their time to be read; most of it is left to the run.
            cancellation.WaitHandle.WaitOne((int)Math.Max(LeastInterval, 4 * outcome.ElapsedMilliseconds));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void DrawFrame(bool isOpen, CancellationToken cancellation)
    {
        (int width, int height) = screen.Size;
        List<string> lines = charts.Draw(Options((width, height)), XAxis, height - 1, cancellation);
        if (isOpen) lines.Add(charts.HaveNoSeries ? "No points yet. Ctrl+C stops watching." : "Ctrl+C stops watching.");
        screen.Draw(lines);
    }

    private ChartOptions Options((int Width, int Height) room) => options with
    {
        Width = Width ?? room.Width,
        Height = Height ?? room.Height,
        Style = Style ?? screen.Style,
    };
}
