using System.Collections.Specialized;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Errors;
using ExperimentTracker.Filters;
using ExperimentTracker.Formatting;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>Gets runs, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "Run", DefaultParameterSetName = RunSet)]
[OutputType(typeof(Run), typeof(StatusChange), typeof(OrderedDictionary))]
public sealed class GetRunCommand : TrackerCommand
{
    private const string RunSet = "Run";
    private const string ExperimentSet = "Experiment";
    private const string CurrentSet = "Current";

    private readonly HashSet<(IExperimentStore, string)> warned = [];
    private FilterProgram? program;

    /// <summary>The runs: names with wildcards, ids, the start or end of ids, paths such as <c>iris/12</c>, or objects. Without it, all.</summary>
    [Parameter(ParameterSetName = RunSet, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ExperimentSet, Position = 0)]
    [Alias("Name", "Id", "RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[]? Run { get; set; }

    /// <summary>Only those of these experiments.</summary>
    [Parameter(ParameterSetName = RunSet)]
    [Parameter(ParameterSetName = ExperimentSet, Mandatory = true, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>Only those of this project.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity? Project { get; set; }

    /// <summary>Only runs of these trials; <c>default</c> selects the runs without one.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity[]? Trial { get; set; }

    /// <summary>Only runs of this namespace, with wildcards; an empty string is the root.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [Alias("RelPath")]
    [AllowEmptyString]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Only runs in one of these statuses.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [StatusTransformation]
    public RunStatus[]? Status { get; set; }

    /// <summary>Only runs with these tags: <c>key</c> with any value or none, <c>key=value</c>, or a hashtable.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? Tag { get; set; }

    /// <summary>Only runs that started at or after this time. For a run that has not started, the time it was created counts.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? After { get; set; }

    /// <summary>Only runs that started before this time. For a run that has not started, the time it was created counts.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? Before { get; set; }

    /// <summary>Only runs with this parameter hash (see Get-ParameterHash).</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    public string? ParameterHash { get; set; }

    /// <summary>Only children of this run.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? ParentRun { get; set; }

    /// <summary>With -ParentRun, returns all descendants and not only the direct children.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Only runs for which this script block is true, as in Where-Object; <c>$_</c> is the run.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    public ScriptBlock? Filter { get; set; }

    /// <summary>The property to sort by: <c>StartedAt</c>, <c>Metrics.loss</c>, <c>Parameters.lr</c> … Without it, runs are sorted newest first.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunPropertyCompleter))]
    public string? OrderBy { get; set; }

    /// <summary>Sorts in descending order.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    public SwitchParameter Descending { get; set; }

    /// <summary>Returns the leaderboard of a metric: the succeeded runs that have it, the best last value first, according to the metric's goal.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string? Best { get; set; }

    /// <summary>With -Best, the statistic of the metric to rank by.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    public MetricStatistic Statistic { get; set; }

    /// <summary>The maximum number of runs.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [IntegerTransformation(typeof(int?), Lowest = 1)]
    public int? First { get; set; }

    /// <summary>The number of runs to skip at the beginning.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [IntegerTransformation(typeof(int), Lowest = 0)]
    public int Skip { get; set; }

    /// <summary>Gets removed runs instead of live ones.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    public SwitchParameter Removed { get; set; }

    /// <summary>Gets the current run.</summary>
    [Parameter(ParameterSetName = CurrentSet, Mandatory = true)]
    public SwitchParameter Current { get; set; }

    /// <summary>Returns one dictionary of the runs by uid, oldest first, instead of the runs; they must belong to one experiment and namespace.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    public SwitchParameter AsDictionary { get; set; }

    /// <summary>Returns the status changes of the runs instead of the runs.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Current)
        {
            CurrentRun current = State.Current ?? throw RunErrors.NoCurrentRun();
            Write(Using(current.Store), current.Store.Runs.Query(new() { Ids = [current.RunId], Removed = RemovedFilter.All }, Cancellation));
            return;
        }

        if (Filter is not null) program ??= new FilterProgram(Filter, SessionState);
        using var choice = new RunSelection(program, NamespacePattern is { } pattern ? run => pattern.IsMatch(run.Namespace) : null, Skip, First, error => WriteError(error.ToErrorRecord()), RememberSource);
        Dictionary<IExperimentStore, RunQuery> queries = [];
        if (Run is null) Write(ReadStore, choice.Of(ReadStore.Runs.Query(QueryOf(ReadStore), Cancellation)));
        else ForEach(Run, identity => Write(StoreOf(identity), choice.Of(RunSearch.Find(StoreOf(identity), identity, QueryOf(StoreOf(identity)), Cancellation))));

        RunQuery QueryOf(IExperimentStore store) =>
            queries.TryGetValue(store, out RunQuery? known) ? known : queries[store] = ReportNarrowing(store, choice.Narrow(BuildQuery(store)));
    }

    private RunQuery ReportNarrowing(IExperimentStore store, RunQuery query)
    {
        if (program is not null) foreach (string clause in store.Runs.NotNarrowed(query.Filter!)) WriteVerbose($"The filter reads each run for: {clause}");
        if (Best is not null) WriteVerbose($"Ranked by the {Ranking.Title} of {Best}: runs that are {string.Join(" or ", Ranking.Statuses)} and have it.");
        IEnumerable<RunProperty> named = [.. program?.Properties ?? [], .. query.Order is { Property: { Key: not null } property } ? [property] : Array.Empty<RunProperty>()];
        foreach (RunProperty name in named.Where(name => warned.Add((store, $"{name.Name} {name.Key}")) && !store.Runs.HasName(name, Cancellation)))
        {
            WriteWarning(DisplayText.Text(FilterErrors.UnusedName(name)));
        }

        return query;
    }

    private NamePattern? NamespacePattern => Namespace is not null && Wildcards.IsPattern(Namespace) ? new NamePattern(Namespace) : null;

    private RunQuery BuildQuery(IExperimentStore store)
    {
        string? projectId = Project is null ? null : Checked(Project, store).Find(store, Cancellation).Id;
        string[]? experimentIds = Experiment?.SelectMany(e => Checked(e, store).FindAll(store, Cancellation, projectId)).Select(e => e.Id).ToArray();
        RunQuery query = new()
        {
            ExperimentIds = experimentIds,
            TrialIds = Trial?.SelectMany(t => Checked(t, store).FindIds(store, experimentIds, Cancellation)).ToArray(),
            ProjectId = projectId,
            Namespace = ExactNamespace(store),
            Statuses = Status,
            Tags = DomainValues.Tags(Tag),
            StartedFrom = After,
            StartedBefore = Before,
            ParameterHash = ParameterHash,
            ParentRunId = ParentRun is null ? null : Checked(ParentRun, store).Find(store, Cancellation, removed: RemovedFilter.All).Id,
            Descendants = Recurse,
            Removed = Removed ? RemovedFilter.Removed : RemovedFilter.Live,
            Order = OrderBy is null ? null : new RunOrder(RunProperty.Parse(OrderBy), Descending),
        };
        return Best is null ? query : Leaderboard.Of(store, query, Best, Ranking, Cancellation);
    }

    private RunRanking Ranking => new() { Statistic = Statistic, Statuses = Status ?? RunRanking.Default.Statuses };

    // A namespace can contain wildcards; it takes precedence over the pattern.
    private string? ExactNamespace(IExperimentStore store)
    {
        if (Namespace is null) return null;
        string exact = Names.CheckNamespace(Namespace);
        return NamespacePattern is null || store.Runs.Query(new() { Namespace = exact, First = 1 }, Cancellation).Any() ? exact : null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        program?.Dispose();
        base.Dispose(disposing);
    }

    private void Write(IExperimentStore store, IEnumerable<Run> runs)
    {
        if (Best is not null) runs = new LeaderboardRows(Best, Statistic).Mark(runs);
        if (AsDictionary)
        {
            OrderedDictionary byUid = RunDictionary.ByUid(runs);
            foreach (Run run in byUid.Values) RememberSource(run);
            WriteObject(byUid);
            return;
        }

        if (History) foreach (Run run in runs) WriteObject(store.Runs.History([run.Id], Cancellation), enumerateCollection: true);
        else foreach (Run run in runs) WriteObject(run);
    }
}
