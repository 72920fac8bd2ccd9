using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes projects, with all that belongs to them, until they are restored.</summary>
[Cmdlet(VerbsCommon.Remove, "Project", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveProjectCommand : TrackerCommand
{
    /// <summary>The projects: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity[] Project { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => ForEach(Project, identity => ForEach([.. identity.FindAll(ReadStore, Cancellation)], Remove));

    private void Remove(Project found)
    {
        RemovalSummary weight = ReadStore.Projects.Weigh([found.Id], Cancellation);
        if (ShouldProcess($"project '{found.Name}' ({weight})", "Remove")) ReadStore.Projects.Remove([found.Id], Cancellation);
    }
}
