using System.Management.Automation;
using System.Text;
using ExperimentTracker.Binding;
using ExperimentTracker.BuildServices;
using ExperimentTracker.Completion;
using ExperimentTracker.Progress;
using ExperimentTracker.Reports;
using ExperimentTracker.Stores;
using ExperimentTracker.Summaries;

namespace ExperimentTracker.Commands;

/// <summary>Shows runs on the page of the build, or prints them outside of one, and passes results to later steps.</summary>
[Cmdlet(VerbsData.Publish, "RunSummary", DefaultParameterSetName = RunSet, SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class PublishRunSummaryCommand : RunGatheringCommand
{
    /// <summary>The metrics to show; the first one determines the order of the runs. Defaults to the most important ones.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[] Metric { get; set; } = [];

    /// <summary>The goal of the first metric; defaults to the goal that the runs have.</summary>
    [Parameter]
    public MetricGoal? Goal { get; set; }

    /// <summary>The maximum number of runs in the leaderboard.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int), Lowest = 1, Highest = 1000)]
    public int Top { get; set; } = 10;

    /// <summary>The runs that the best one is compared with.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[] Baseline { get; set; } = [];

    /// <summary>Uses the run of the model's version in Production as the baseline.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity? BaselineModel { get; set; }

    /// <summary>Uses this number of runs as the baseline: the last successful ones of the experiment.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int), Lowest = 1)]
    public int BaselineLast { get; set; } = 1;

    /// <summary>Tags that the baseline runs must have.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? BaselineTag { get; set; }

    /// <summary>The branch that the baseline runs must have.</summary>
    [Parameter]
    public string? BaselineBranch { get; set; }

    /// <summary>A further condition for the baseline runs: a script block as for Where-Object.</summary>
    [Parameter]
    public ScriptBlock? BaselineFilter { get; set; }

    /// <summary>A file to write the Markdown to as well; an existing one is replaced.</summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>Sets ids, metrics and the model version as variables for later steps of the job.</summary>
    [Parameter]
    public SwitchParameter SetVariable { get; set; }

    /// <summary>Sets them as outputs of the step for later jobs.</summary>
    [Parameter]
    public SwitchParameter AsOutput { get; set; }

    /// <summary>Tags for the build, if the service supports them.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public string[] BuildTag { get; set; } = [];

    /// <summary>Also returns the Markdown in a build.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private string? File => string.IsNullOrEmpty(Path) ? null : FilePaths.Literal(Session, Path);

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (File is { } file) ReportFile.Check(file, keep: false, force: false);
    }

    private protected override void Process(IReadOnlyList<ReportSource> sources)
    {
        BuildService? service = BuildLog.Service;
        RunSummary summary = RunSummaries.Build(sources, Options(sources), BuildEnvironment.OfThisProcess, Cancellation);
        if (!ShouldProcess(service?.Name ?? File ?? "the output", $"Publish the summary '{summary.Title}'")) return;
        string markdown = RunSummaryMarkdown.Write(summary);
        if (File is { } file) ReportFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(markdown)));
        if (service is not null) Report(service, summary, markdown);
        if (service is null || PassThru) WriteObject(markdown);
    }

    /// <summary>In a build without a current run, adds the runs of this build.</summary>
    private protected override void AddUnnamed()
    {
        if (State.Current is null && BuildLog.Service is not null) Add(ReadStore, BuildRuns.Find(ReadStore, BuildEnvironment.OfThisProcess, Cancellation));
        else base.AddUnnamed();
    }

    private void Report(BuildService service, RunSummary summary, string markdown)
    {
        IReadOnlyList<KeyValuePair<string, string>> variables = SetVariable || AsOutput ? SummaryVariables.Of(summary) : [];
        BuildLog.Write(this, service.PublishSummary(MarkdownLimit.Cut(markdown, service.RemainingSummaryBytes), summary.Title));
        foreach (string tag in BuildTag) BuildLog.Write(this, service.AddTag(tag));
        foreach ((string name, string value) in variables)
        {
            if (SetVariable) BuildLog.Write(this, service.SetVariable(name, value, asOutput: false));
            if (AsOutput) BuildLog.Write(this, service.SetVariable(name, value, asOutput: true));
        }
    }

    private RunSummaryOptions Options(IReadOnlyList<ReportSource> sources) => new()
    {
        Title = Title,
        Metrics = Metric,
        Goal = Goal,
        Ranking = Ranking,
        Top = Top,
        Baseline = runs => !IsBaselineGiven ? [] : Selection().Find(runs, sources[0].Store, identity => StoreOf(identity.Source) ?? sources[0].Store, Cancellation),
    };

    // The baseline runs use their own store; the summarised runs can come from another one.
    private protected override bool ProvidesSourceStore(string parameter) => parameter is not (nameof(Baseline) or nameof(BaselineModel));

    private bool IsBaselineGiven => MyInvocation.BoundParameters.Keys.Any(name => name.StartsWith(nameof(Baseline), StringComparison.Ordinal));

    private BaselineSelection Selection() => new()
    {
        Runs = Baseline,
        Model = BaselineModel,
        AllowMissingModel = true,
        Last = BaselineLast,
        Tags = BaselineTag,
        Branch = BaselineBranch,
        Filter = BaselineFilter,
        Session = SessionState,
    };
}
