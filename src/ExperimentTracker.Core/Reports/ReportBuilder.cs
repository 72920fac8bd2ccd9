using ExperimentTracker.Values;

namespace ExperimentTracker.Reports;

/// <summary>Reads the content of a report.</summary>
public static class ReportBuilder
{
    private const int TitledExperiments = 3;

    /// <summary>Reads runs and their records. Content that cannot be shown, such as damaged bytes of an image, is omitted.</summary>
    /// <param name="sources">The runs, store by store.</param>
    /// <param name="title">The title, or <see langword="null"/> for a default one.</param>
    /// <param name="progress">Receives the number of runs that are done.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public static RunReport Build(IReadOnlyList<ReportSource> sources, string? title, IProgress<int>? progress, CancellationToken cancellation)
    {
        ReportKind kind = sources.Any(s => s.Experiments.Count > 0) ? ReportKind.Experiment
            : sources.Sum(s => s.Runs.Count) == 1 ? ReportKind.Run
            : ReportKind.Comparison;
        TimeProvider time = sources is [var first, ..] ? first.Store.Time : TimeProvider.System;
        var curves = CurveBudget.Of(sources.SelectMany(s => s.Runs));
        var logs = LogBudget.Of(sources.Sum(s => s.Runs.Count), curves.BytesLeft);
        var images = new ContentBudget(curves.BytesLeft - logs.Left);
        var experiments = new List<ReportExperiment>();
        var runs = new List<ReportRun>();
        foreach (ReportSource source in sources)
        {
            var reader = new ReportReader(source.Store, curves, images, logs, cancellation);
            experiments.AddRange(reader.Experiments(source));
            foreach (ReportRun run in reader.Runs(source.Runs))
            {
                runs.Add(run);
                progress?.Report(runs.Count);
            }
        }

        return new RunReport
        {
            Kind = kind,
            Title = title ?? TitleOf(kind, experiments, runs),
            ExportedAt = UtcTicks.ToLocal(UtcTicks.Now(time)),
            Experiments = experiments,
            Runs = runs,
            RunsWithoutCurves = curves.RunsLeftOut,
        };
    }

    private static string TitleOf(ReportKind kind, List<ReportExperiment> experiments, List<ReportRun> runs)
    {
        string names = string.Join(", ", experiments.Take(TitledExperiments).Select(e => e.Experiment.Name)) +
            (experiments.Count > TitledExperiments ? $" and {experiments.Count - TitledExperiments} more" : "");
        return kind switch
        {
            ReportKind.Experiment => names,
            ReportKind.Run => runs[0].Run.Path,
            _ when runs.Count == 0 => "No runs",
            _ => $"{runs.Count} runs of {names}",
        };
    }
}
