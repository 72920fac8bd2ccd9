using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Creates an entry in a project's model registry.</summary>
[Cmdlet(VerbsCommon.New, "Model", SupportsShouldProcess = true)]
[OutputType(typeof(Model))]
public sealed class NewModelCommand : TrackerCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The project it belongs to; a name that is not there yet is created. Without it, the project Default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity? Project { get; set; }

    /// <summary>What it is.</summary>
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
        Names.Check(RecordType.Model, Name);
        if (!ShouldProcess(Name, "Create model")) return;
        var draft = new ModelDraft
        {
            Id = Id,
            Name = Name,
            ProjectId = RunFactory.FindOrCreateProject(WriteStore, Project?.Text ?? ExperimentTracker.Project.DefaultName, Cancellation).Id,
            Description = Description,
            Tags = DomainValues.Tags(Tag),
        };
        WriteObject(WriteStore.Models.Create([draft], Cancellation)[0]);
    }
}
