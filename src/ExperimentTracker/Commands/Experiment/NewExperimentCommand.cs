using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Creates an experiment.</summary>
[Cmdlet(VerbsCommon.New, "Experiment", SupportsShouldProcess = true)]
[OutputType(typeof(Experiment))]
public sealed class NewExperimentCommand : NewInProjectCommand<Experiment>
{
    /// <summary>The configuration: any object.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Config { get; set; }

    private protected override Func<IExperimentStore, Experiment> Prepare()
    {
        Names.Check(RecordType.Experiment, Name);
        if (Id is not null) Names.CheckId(Id);
        var draft = new ExperimentDraft
        {
            Id = Id,
            Name = Name,
            ProjectId = "",
            Description = Description,
            Config = DomainValues.From(nameof(Config), Config),
            Tags = DomainValues.Tags(Tag),
        };
        return store =>
        {
            if (Id is not null && store.Experiments.Query(new() { Ids = [Id], Removed = RemovedFilter.All }, Cancellation).Count > 0)
            {
                throw CatalogErrors.IdTaken(RecordType.Experiment, Id);
            }

            return store.Experiments.Create([draft with { ProjectId = FindOrCreateProject(store) }], Cancellation)[0];
        };
    }
}
