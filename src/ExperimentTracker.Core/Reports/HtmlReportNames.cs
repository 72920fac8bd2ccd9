namespace ExperimentTracker.Reports;

/// <summary>An experiment of a report.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Project">Its project.</param>
/// <param name="Content">What is known about it besides.</param>
internal sealed record ReportExperimentName(string Id, string Name, string Project, ReportExperiment? Content);

/// <summary>What the runs of a report have in common, numbered, so that the JSON has it once.</summary>
internal sealed class HtmlReportNames
{
    private readonly List<ReportExperimentName> experiments;
    private readonly Dictionary<string, int> experimentNumbers = [];
    private readonly List<RunOrigin> origins = [];
    private readonly Dictionary<RunOrigin, int> originNumbers = [];

    public HtmlReportNames(RunReport report)
    {
        experiments = [.. report.Experiments.Select(e => new ReportExperimentName(e.Experiment.Id, e.Experiment.Name, e.Experiment.Project, e))];
        experiments.AddRange(report.Runs.Select(r => new ReportExperimentName(r.Run.ExperimentId, r.Run.Experiment, r.Run.Project, null)));
        experiments = [.. experiments.DistinctBy(e => e.Id)];
        foreach ((int number, ReportExperimentName experiment) in experiments.Select((e, i) => (i, e))) experimentNumbers[experiment.Id] = number;
    }

    /// <summary>The experiments that were requested, and those of the runs.</summary>
    public IReadOnlyList<ReportExperimentName> Experiments => experiments;

    /// <summary>The parameters.</summary>
    public NameTable Parameters { get; } = new();

    /// <summary>The metrics.</summary>
    public NameTable Metrics { get; } = new();

    /// <summary>The distinct origins, in the order of their numbers.</summary>
    public IReadOnlyList<RunOrigin> Origins => origins;

    /// <summary>The number of the experiment of a run.</summary>
    public int ExperimentOf(Run run) => experimentNumbers[run.ExperimentId];

    /// <summary>The number of an origin. The process differs for every run and is not shown.</summary>
    public int NumberOf(RunOrigin origin)
    {
        RunOrigin shown = origin with { Process = null };
        if (originNumbers.TryGetValue(shown, out int number)) return number;
        origins.Add(shown);
        return originNumbers[shown] = origins.Count - 1;
    }
}
