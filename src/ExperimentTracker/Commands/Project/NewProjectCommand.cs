using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Creates a project.</summary>
[Cmdlet(VerbsCommon.New, "Project", SupportsShouldProcess = true)]
[OutputType(typeof(Project))]
public sealed class NewProjectCommand : NewTaggedCommand<Project>
{
    private protected override Func<IExperimentStore, Project> Prepare()
    {
        Names.Check(RecordType.Project, Name);
        var draft = new ProjectDraft { Id = Id, Name = Name, Description = Description, Tags = DomainValues.Tags(Tag) };
        return store => store.Projects.Create([draft], Cancellation)[0];
    }
}
