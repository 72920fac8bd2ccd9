using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets trials.</summary>
[Cmdlet(VerbsCommon.Get, "Trial", DefaultParameterSetName = TrialSet)]
[OutputType(typeof(Trial))]
public sealed class GetTrialCommand : TrackerCommand
{
    private const string TrialSet = "Trial";
    private const string ExperimentSet = "Experiment";

    /// <summary>The trials: names with wildcards, ids, <c>experiment/trial</c>, or objects such as runs. Without it, all.</summary>
    [Parameter(ParameterSetName = TrialSet, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ExperimentSet, Position = 0)]
    [Alias("Name", "Id", "TrialId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity[]? Trial { get; set; }

    /// <summary>Of these experiments only.</summary>
    [Parameter(ParameterSetName = TrialSet)]
    [Parameter(ParameterSetName = ExperimentSet, Mandatory = true, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>Gets those that were removed, instead of those that are live.</summary>
    [Parameter]
    public SwitchParameter Removed { get; set; }

    private RemovedFilter Filter => Removed ? RemovedFilter.Removed : RemovedFilter.Live;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Experiment is null) GetOf(null);
        else ForEach(Experiment.SelectMany(e => e.FindAll(ReadStore, Cancellation)), e => GetOf(e.Id));
    }

    private void GetOf(string? experimentId)
    {
        if (Trial is null) WriteObject(ReadStore.Trials.Query(new() { ExperimentId = experimentId, Removed = Filter }, Cancellation), true);
        else ForEach(Trial, t => WriteObject(t.FindAll(ReadStore, Cancellation, experimentId, Filter), enumerateCollection: true));
    }
}
