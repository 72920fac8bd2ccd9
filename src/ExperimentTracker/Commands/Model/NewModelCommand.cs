using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Creates an entry in a project's model registry.</summary>
[Cmdlet(VerbsCommon.New, "Model", SupportsShouldProcess = true)]
[OutputType(typeof(Model))]
public sealed class NewModelCommand : NewInProjectCommand<Model>
{
    private protected override Func<IExperimentStore, Model> Prepare()
    {
        Names.Check(RecordType.Model, Name);
        var draft = new ModelDraft { Id = Id, Name = Name, ProjectId = "", Description = Description, Tags = DomainValues.Tags(Tag) };
        return store => store.Models.Create([draft with { ProjectId = FindOrCreateProject(store) }], Cancellation)[0];
    }
}
