using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
namespace ExperimentTracker.Commands;

/// <summary>Creates a project.</summary>
[Cmdlet(VerbsCommon.New, "Project", SupportsShouldProcess = true)]
[OutputType(typeof(Project))]
public sealed class NewProjectCommand : NewRecordCommand<Project>
{
    /// <summary>The initial tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [AllowNull]
    [AllowEmptyCollection]
    public object[]? Tag { get; set; }

    private protected override Func<IExperimentStore, Project> Prepare()
    {
        Names.Check(RecordType.Project, Name);
        var draft = new ProjectDraft { Id = Id, Name = Name, Description = Description, Tags = DomainValues.Tags(Tag) };
        return store => store.Projects.Create([draft], Cancellation)[0];
    }
}
