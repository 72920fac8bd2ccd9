using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Brings removed projects back.</summary>
[Cmdlet(VerbsData.Restore, "Project", SupportsShouldProcess = true)]
[OutputType(typeof(Project))]
public sealed class RestoreProjectCommand : TrackerCommand
{
    /// <summary>The projects: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity[] Project { get; set; } = [];

    /// <summary>Gives the restored projects back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Project, identity =>
        ForEach([.. identity.FindAll(ReadStore, Cancellation, removed: RemovedFilter.Removed)], Restore));

    private void Restore(Project found)
    {
        if (!ShouldProcess($"project '{found.Name}'", "Restore")) return;
        ReadStore.Projects.Restore([found.Id], Cancellation);
        if (PassThru) WriteObject(ReadStore.Projects.Query(new() { Ids = [found.Id] }, Cancellation), enumerateCollection: true);
    }
}
