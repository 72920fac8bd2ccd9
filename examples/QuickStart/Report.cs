using System.Globalization;

namespace ExperimentTracker.QuickStart;

/// <summary>Formats results as plain text.</summary>
internal static class Report
{
    private const int Width = 64;
    private const int Height = 10;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>The best ten runs.</summary>
    public static IEnumerable<string> Leaderboard(Run[] leaders)
    {
        yield return $"The best of {leaders.Length} runs by validation loss";
        yield return "";
        yield return $"{"Run",-9} {"Name",-19} {"Loss",7} {"Accuracy",8} {string.Join(' ', Iris.Species)}";
        foreach (Run run in leaders.Take(10))
        {
            string byClass = string.Join(' ', Iris.Species.Select(name => Cell(run, $"accuracy[{name}]", "0.000").PadLeft(name.Length)));
            string loss = Cell(run, "val/loss", "0.0000"), accuracy = Cell(run, "val/accuracy", "0.000");
            yield return $"{run.Path,-9} {run.Name,-19} {loss,7} {accuracy,8} {byClass}";
        }
    }

    /// <summary>Series in one chart with a logarithmic axis: the first as dots, the others as stars.</summary>
    public static IEnumerable<string> Curves(params MetricSeries[] curves)
    {
        double high = curves.Max(curve => curve.Values.Max()), low = curves.Min(curve => curve.Values.Min());
        long last = curves.Max(curve => curve.Steps[^1]);
        char[][] canvas = [.. Enumerable.Range(0, Height).Select(_ => new string(' ', Width).ToCharArray())];
        foreach (MetricSeries curve in curves)
        {
            foreach (MetricPoint point in curve.Points())
            {
                double depth = Math.Log(high / point.Value) / Math.Log(high / low);
                canvas[(int)Math.Round(depth * (Height - 1))][point.Step * (Width - 1) / last] = curve == curves[0] ? '.' : '*';
            }
        }

        yield return $"{high.ToString("0.0000", Culture),8} |{new string(canvas[0])}".TrimEnd();
        foreach (char[] line in canvas[1..^1]) yield return $"{"",8} |{new string(line)}".TrimEnd();
        yield return $"{low.ToString("0.0000", Culture),8} |{new string(canvas[^1])}".TrimEnd();
        yield return $"{"",8} +{new string('-', Width)}";
        yield return $"{"",8}  0{last,Width - 1}";
        yield return $"{"",8}  {string.Join("   ", curves.Select(curve => $"{(curve == curves[0] ? '.' : '*')} {curve.Name}"))}";
    }

    private static string Cell(Run run, string metric, string format) => Sweep.Last(run, metric).ToString(format, Culture);
}
