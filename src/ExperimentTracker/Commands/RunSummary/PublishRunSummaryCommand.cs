using System.Management.Automation;
using System.Text;
using ExperimentTracker.Binding;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>Shows runs on the page of the build, or prints them outside of one, and hands results on to later steps.</summary>
[Cmdlet(VerbsData.Publish, "RunSummary", DefaultParameterSetName = RunSet, SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class PublishRunSummaryCommand : RunGatheringCommand
{
    /// <summary>The metrics to show; the first one ranks the runs. Without it, the most telling ones.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[] Metric { get; set; } = [];

    /// <summary>Which direction of the first metric is better; without it, what the runs say.</summary>
    [Parameter]
    public MetricGoal? Goal { get; set; }

    /// <summary>Which number of a metric stands for its run.</summary>
    [Parameter]
    public MetricStatistic Statistic { get; set; }

    /// <summary>The most runs in the leaderboard.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Top { get; set; } = 10;

    /// <summary>The title. Without it, the names of the experiments.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>The runs that the best one is compared with.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[] Baseline { get; set; } = [];

    /// <summary>Compares with the run that made the version of this model that is in Production.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity? BaselineModel { get; set; }

    /// <summary>Compares with that many runs: the last of the experiment that succeeded before.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int BaselineLast { get; set; } = 1;

    /// <summary>Tags that the runs of the baseline must have.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? BaselineTag { get; set; }

    /// <summary>The branch that the runs of the baseline must be of.</summary>
    [Parameter]
    public string? BaselineBranch { get; set; }

    /// <summary>What else must hold of the runs of the baseline: a block as Where-Object takes it.</summary>
    [Parameter]
    public ScriptBlock? BaselineFilter { get; set; }

    /// <summary>A file to write the Markdown to as well; one that exists is replaced.</summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>Gives ids, metrics and the model version to the later steps of the job as variables.</summary>
    [Parameter]
    public SwitchParameter SetVariable { get; set; }

    /// <summary>Gives them to later jobs, as outputs of the step.</summary>
    [Parameter]
    public SwitchParameter AsOutput { get; set; }

    /// <summary>Tags for the build, where builds have tags.</summary>
    [Parameter]
    public string[] BuildTag { get; set; } = [];

    /// <summary>Gives the Markdown back in a build, too.</summary>
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
        if (service is not null) Tell(service, summary, markdown);
        if (service is null || PassThru) WriteObject(markdown);
    }

    /// <summary>Without a current run, in a build, the runs of this build are meant.</summary>
    private protected override void AddUnnamed()
    {
        if (State.Current is null && BuildLog.Service is not null) Add(ReadStore, BuildRuns.Find(ReadStore, BuildEnvironment.OfThisProcess, Cancellation));
        else base.AddUnnamed();
    }

    private void Tell(BuildService service, RunSummary summary, string markdown)
    {
        IReadOnlyList<KeyValuePair<string, string>> variables = SetVariable || AsOutput ? SummaryVariables.Of(summary) : [];
        BuildLog.Write(this, service.PublishSummary(MarkdownLimit.Cut(markdown, service.SummaryRoom), summary.Title));
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
        Statistic = Statistic,
        Top = Top,
        Baseline = runs => Selection().Find(runs, sources[0].Store, identity => StoreOf(identity.Source) ?? sources[0].Store, Cancellation),
    };

    // The runs of a baseline come from where they are; what is shown, from elsewhere perhaps.
    private protected override bool ProvidesSourceStore(string parameter) => parameter is not (nameof(Baseline) or nameof(BaselineModel));

    private BaselineSelection Selection() => new()
    {
        Runs = Baseline,
        Model = BaselineModel,
        ModelMayLack = true,
        Last = BaselineLast,
        Tags = BaselineTag,
        Branch = BaselineBranch,
        Filter = BaselineFilter,
    };
}
