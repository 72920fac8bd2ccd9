using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Creates an experiment.</summary>
[Cmdlet(VerbsCommon.New, "Experiment", SupportsShouldProcess = true)]
[OutputType(typeof(Experiment))]
public sealed class NewExperimentCommand : TrackerCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The project it belongs to; a name that is not there yet is created. Without it, the project Default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity? Project { get; set; }

    /// <summary>Its configuration: any object.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Config { get; set; }

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
        Names.Check(RecordType.Experiment, Name);
        if (Id is not null) RecordId.Check(Id);
        var draft = new ExperimentDraft
        {
            Id = Id,
            Name = Name,
            ProjectId = "",
            Description = Description,
            Config = DomainValues.From(nameof(Config), Config),
            Tags = DomainValues.Tags(Tag),
        };
        if (!ShouldProcess(Name, "Create experiment")) return;

        if (Id is not null && WriteStore.Experiments.Query(new() { Ids = [Id], Removed = RemovedFilter.All }, Cancellation).Count > 0)
        {
            throw CatalogErrors.IdTaken(RecordType.Experiment, Id);
        }

        // Last, so that no project is created for an experiment that is refused.
        string project = Project?.TextOrFound(WriteStore, Cancellation) ?? ExperimentTracker.Project.DefaultName;
        string projectId = RunFactory.FindOrCreateProject(WriteStore, project, Cancellation).Id;
        WriteObject(WriteStore.Experiments.Create([draft with { ProjectId = projectId }], Cancellation)[0]);
    }
}
