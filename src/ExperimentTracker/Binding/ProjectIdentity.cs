using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>The value of a <c>-Project</c> parameter: a project, one of its experiments, or a string that is an id or a name.</summary>
public sealed class ProjectIdentity : RecordIdentity<Project>
{
    /// <summary>Identifies a project by a string.</summary>
    public ProjectIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public ProjectIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies a project by its record.</summary>
    public ProjectIdentity(Project project) : base(project, project.Id) { }

    /// <summary>Identifies the project of an experiment.</summary>
    public ProjectIdentity(Experiment experiment) : base(experiment, experiment.ProjectId) { }

    /// <summary>Identifies the project of a model.</summary>
    public ProjectIdentity(Model model) : base(model, model.ProjectId) { }

    /// <summary>Identifies the project that has a tag.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public ProjectIdentity(ExperimentTag tag) : base(tag, ForeignRecord.IdIn(tag, RecordType.Project)) { }

    /// <summary>Identifies a project by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">The object does not identify one.</exception>
    public ProjectIdentity(PSObject foreign) : base(foreign, RecordType.Project) { }

    internal override string IdOf(Project record) => record.Id;

    private protected override string NameOf(Project record) => record.Name;

    private protected override IEnumerable<Project> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Projects.Query(query, cancellation);

    private protected override Project? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.TryFindProject(store, Text, removed, cancellation);

    private protected override TrackerException NotFound() => CatalogErrors.NotFound(RecordType.Project, Text);
}
