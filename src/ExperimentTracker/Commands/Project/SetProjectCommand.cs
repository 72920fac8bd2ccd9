using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes a project.</summary>
[Cmdlet(VerbsCommon.Set, "Project", SupportsShouldProcess = true)]
[OutputType(typeof(Project))]
public sealed class SetProjectCommand : TrackerCommand
{
    /// <summary>The project: its name, id or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity Project { get; set; } = null!;

    /// <summary>The new name.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The new description; an empty one takes it away.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>Gives the changed project back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        Project found = Project.Find(ReadStore, Cancellation);
        if (!ShouldProcess($"project '{found.Name}'", "Change")) return;
        var change = new CatalogChange
        {
            Name = Name,
            Description = Description,
        };
        Project changed = ReadStore.Projects.Update(found.Id, change, Cancellation);
        if (PassThru) WriteObject(changed);
    }
}
