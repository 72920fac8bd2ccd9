using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes projects, with all that belongs to them, until they are restored.</summary>
[Cmdlet(VerbsCommon.Remove, "Project", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveProjectCommand : RemoveRecordCommand<ProjectIdentity, Project>
{
    /// <summary>The projects: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity[] Project { get; set; } = [];

    private protected override ProjectIdentity[] Identities => Project;

    private protected override string Weight(IExperimentStore store, Project found, string[] ids) => $" ({store.Projects.Weigh(ids, Cancellation)})";

    private protected override void Remove(IExperimentStore store, string[] ids) => store.Projects.Remove(ids, Cancellation);
}
