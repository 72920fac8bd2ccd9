using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Creates a model in a project's model registry.</summary>
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
