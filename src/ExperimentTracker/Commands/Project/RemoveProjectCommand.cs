using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Removes projects with everything that belongs to them. They can be restored until a garbage collection.</summary>
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

    private protected override string Weight(IExperimentStore store, Project found, string[] ids) => $" ({store.Projects.EstimateRemoval(ids, Cancellation)})";

    private protected override void Remove(IExperimentStore store, string[] ids) => store.Projects.Remove(ids, Cancellation);
}
