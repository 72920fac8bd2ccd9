using System.Collections.Specialized;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;
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

    /// <summary>Only runs of this namespace; an empty string is the root.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [Alias("RelPath")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Only runs in one of these statuses.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [StatusTransformation]
    public RunStatus[]? Status { get; set; }

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

    /// <summary>Returns the leaderboard of a metric: the best last value first, according to the metric's goal.</summary>
    [Parameter(ParameterSetName = RunSet), Parameter(ParameterSetName = ExperimentSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string? Best { get; set; }

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

        using var choice = new RunSelection(Filter, Skip, First, WriteError);
        Dictionary<IExperimentStore, RunQuery> queries = [];
        if (Run is null) Write(ReadStore, choice.Of(ReadStore.Runs.Query(QueryOf(ReadStore), Cancellation)));
        else ForEach(Run, identity => Write(StoreOf(identity), choice.Of(RunSearch.Find(StoreOf(identity), identity, QueryOf(StoreOf(identity)), Cancellation))));

        RunQuery QueryOf(IExperimentStore store) =>
            queries.TryGetValue(store, out RunQuery? known) ? known : queries[store] = ReportNarrowing(store, choice.Narrow(BuildQuery(store), SessionState));
    }

    private RunQuery ReportNarrowing(IExperimentStore store, RunQuery query)
    {
        if (Filter is not null) foreach (string clause in store.Runs.NotNarrowed(query.Filter!)) WriteVerbose($"The filter reads each run for: {clause}");
        return query;
    }

    private RunQuery BuildQuery(IExperimentStore store)
    {
        string? projectId = Project is null ? null : Checked(Project, store).Find(store, Cancellation).Id;
        string[]? experimentIds = Experiment?.SelectMany(e => Checked(e, store).FindAll(store, Cancellation, projectId)).Select(e => e.Id).ToArray();
        return new()
        {
            ExperimentIds = experimentIds,
            TrialIds = Trial?.SelectMany(t => Checked(t, store).FindIds(store, experimentIds, Cancellation)).ToArray(),
            ProjectId = projectId,
            Namespace = Namespace is null ? null : Names.CheckNamespace(Namespace),
            Statuses = Status,
            ParameterHash = ParameterHash,
            ParentRunId = ParentRun is null ? null : Checked(ParentRun, store).Find(store, Cancellation, removed: RemovedFilter.All).Id,
            Descendants = Recurse,
            Removed = Removed ? RemovedFilter.Removed : RemovedFilter.Live,
            Order = Best is not null ? Leaderboard.OrderOf(store, Best, Cancellation)
                : OrderBy is not null ? new RunOrder(RunProperty.Parse(OrderBy), Descending)
                : null,
        };
    }

    private void Write(IExperimentStore store, IEnumerable<Run> runs)
    {
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
