using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets projects.</summary>
[Cmdlet(VerbsCommon.Get, "Project")]
[OutputType(typeof(Project))]
public sealed class GetProjectCommand : TrackerCommand
{
    /// <summary>The projects: names with wildcards, ids, or objects such as experiments. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id", "ProjectId")]
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
        if (Project is null) WriteObject(ReadStore.Projects.Query(new() { Removed = Filter }, Cancellation), enumerateCollection: true);
        else ForEach(Project, p => WriteObject(p.FindAll(ReadStore, Cancellation, Filter), enumerateCollection: true));
    }
}
