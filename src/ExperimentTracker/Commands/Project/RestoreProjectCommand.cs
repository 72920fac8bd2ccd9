using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Restores removed projects.</summary>
[Cmdlet(VerbsData.Restore, "Project", SupportsShouldProcess = true)]
[OutputType(typeof(Project))]
public sealed class RestoreProjectCommand : RestoreRecordCommand<ProjectIdentity, Project>
{
    /// <summary>The projects: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity[] Project { get; set; } = [];

    private protected override ProjectIdentity[] Identities => Project;

    private protected override IRemovable RecordsOf(IExperimentStore store) => store.Projects;
}
