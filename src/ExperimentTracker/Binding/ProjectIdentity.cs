using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Project</c> parameter takes: a project, an experiment of it; or a text: an id or a name.</summary>
public sealed class ProjectIdentity : RecordIdentity<Project>
{
    /// <summary>Names a project by a text.</summary>
    public ProjectIdentity(string text) : base(text) { }

    /// <summary>Names a project by its object.</summary>
    public ProjectIdentity(Project project) : base(project, project.Id) { }

    /// <summary>Names the project of an experiment.</summary>
    public ProjectIdentity(Experiment experiment) : base(experiment, experiment.ProjectId) { }

    /// <summary>Names the project of a model.</summary>
    public ProjectIdentity(Model model) : base(model, model.ProjectId) { }

    /// <summary>Names a project by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ProjectIdentity(PSObject foreign) : base(foreign, RecordType.Project) { }

    internal override string IdOf(Project record) => record.Id;

    private protected override string NameOf(Project record) => record.Name;

    private protected override IEnumerable<Project> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Projects.Query(query, cancellation);

    private protected override Project? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.TryFindProject(store, Text, removed, cancellation);

    private protected override TrackerException NotFound() => CatalogErrors.NotFound(RecordType.Project, Text);
}
