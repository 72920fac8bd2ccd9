using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes a project.</summary>
[Cmdlet(VerbsCommon.Set, "Project", SupportsShouldProcess = true)]
[OutputType(typeof(Project))]
public sealed class SetProjectCommand : SetDescribedCommand<ProjectIdentity, Project>
{
    /// <summary>The project: its name, id or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity Project { get; set; } = null!;

    private protected override ProjectIdentity Identity => Project;

    private protected override Project Change(IExperimentStore store, string id) => store.Projects.Update(id, Changes, Cancellation);
}
