using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Creates a project.</summary>
[Cmdlet(VerbsCommon.New, "Project", SupportsShouldProcess = true)]
[OutputType(typeof(Project))]
public sealed class NewProjectCommand : TrackerCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>What it is about.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Description { get; set; }

    /// <summary>Its first tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? Tag { get; set; }

    /// <summary>Its id; without it, one is made.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        Names.Check(RecordType.Project, Name);
        if (!ShouldProcess(Name, "Create project")) return;
        var draft = new ProjectDraft { Id = Id, Name = Name, Description = Description, Tags = DomainValues.Tags(Tag) };
        WriteObject(WriteStore.Projects.Create([draft], Cancellation)[0]);
    }
}
