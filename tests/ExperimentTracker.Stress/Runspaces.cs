using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Stress;

/// <summary>Writers in the runspaces of one PowerShell process, which use the cmdlets; see Runspaces.ps1.</summary>
/// <param name="pwsh">The path of PowerShell, and its first arguments.</param>
/// <param name="module">The path of the module.</param>
/// <param name="count">The number of runspaces.</param>
public sealed class Runspaces(string[] pwsh, string module, int count)
{
    private const string Trial = "many runspaces";

    public async Task<JsonElement> StartWriting(string store, string seconds)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(
                pwsh[0],
                [.. pwsh[1..], "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Runspaces.ps1"), "-Module", module, "-Store", store, "-Seconds", seconds, "-Runspaces", count.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || lines.Length == 0) throw new TrialException($"The runspaces ended with {process.ExitCode}: {await errors}");
        return JsonSerializer.Deserialize<JsonElement>(lines[^1]);
    }

    /// <summary>Compares their report with the store.</summary>
    /// <exception cref="TrialException">A runspace received an error, or something is missing.</exception>
    public void Check(IExperimentStore store, JsonElement report, Figures figures)
    {
        long runs = 0, points = 0;
        foreach (JsonElement writer in report.GetProperty("Writers").EnumerateArray().Append(report.GetProperty("Maintenance")))
        {
            if (writer.GetProperty("Error").GetString() is { } error) throw new TrialException($"A runspace received an error: {error}");
            if (!writer.TryGetProperty("Runs", out JsonElement written)) continue;
            string place = $"runspace/{writer.GetProperty("Number")}";
            Run[] found = [.. store.Runs.Query(new() { Namespace = place, ExperimentIds = [Id(store)] }, CancellationToken.None)];
            long stored = found.Sum(r => r.MetricStatistics.Pairs.Sum(m => CheckPoints(store, (Metric)m.Value!)));
            if (found.Length != written.GetInt64() || stored != writer.GetProperty("Points").GetInt64()) throw new TrialException($"Runspace {writer} has {found.Length} runs with {stored} points.");
            if (Array.Find(found, r => r.Status != RunStatus.Succeeded || r.Parameters.Count != 3 || r.Tags.Count != 2) is { } run) throw new TrialException($"Run {run.Path} is {run.Status}, with {run.Parameters} and {run.Tags}.");
            (runs, points) = (runs + found.Length, points + stored);
        }

        figures.Add(Trial, "runspaces that wrote", count);
        figures.Add(Trial, "runs, from start to end", runs);
        figures.Add(Trial, "points, each found once and in order", points);
        figures.Add(Trial, "searches, backups, garbage collections and checks meanwhile", report.GetProperty("Maintenance").GetProperty("Turns").GetInt64());
    }

    private static string Id(IExperimentStore store) => store.Experiments.Query(new() { Identity = "runspaces" }, CancellationToken.None).Single().Id;

    private static long CheckPoints(IExperimentStore store, Metric metric)
    {
        MetricSeries series = store.Metrics.Read(metric, 0, long.MaxValue, CancellationToken.None);
        double scale = metric.Key == "loss" ? 0.5 : 1;
        for (int i = 0; i < series.Count; i++)
        {
            if (series.Steps[i] != i || series.Values[i] != i * scale) throw new TrialException($"Point {i} of {metric.Name} in run {metric.RunId} is ({series.Steps[i]}, {series.Values[i]}).");
        }

        return series.Count;
    }
}
