using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets experiments.</summary>
[Cmdlet(VerbsCommon.Get, "Experiment", DefaultParameterSetName = ExperimentSet)]
[OutputType(typeof(Experiment))]
public sealed class GetExperimentCommand : TrackerCommand
{
    private const string ExperimentSet = "Experiment";
    private const string ProjectSet = "Project";

    /// <summary>The experiments: names with wildcards, ids, or objects such as runs. Without it, all.</summary>
    [Parameter(ParameterSetName = ExperimentSet, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ProjectSet, Position = 0)]
    [Alias("Name", "Id", "ExperimentId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>Of these projects only.</summary>
    [Parameter(ParameterSetName = ExperimentSet)]
    [Parameter(ParameterSetName = ProjectSet, Mandatory = true, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity[]? Project { get; set; }

    /// <summary>Gets those that were removed, instead of those that are live.</summary>
    [Parameter]
    public SwitchParameter Removed { get; set; }

    private RemovedFilter Filter => Removed ? RemovedFilter.Removed : RemovedFilter.Live;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Project is null) GetOf(null);
        else ForEach(Project.SelectMany(p => p.FindAll(ReadStore, Cancellation)), p => GetOf(p.Id));
    }

    private void GetOf(string? projectId)
    {
        if (Experiment is null) WriteObject(ReadStore.Experiments.Query(new() { ProjectId = projectId, Removed = Filter }, Cancellation), true);
        else ForEach(Experiment, e => WriteObject(e.FindAll(ReadStore, Cancellation, projectId, Filter), enumerateCollection: true));
    }
}
