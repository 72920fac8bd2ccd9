using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Project</c> parameter takes: a project, an experiment of it; or a text: an id or a name.</summary>
public sealed class ProjectIdentity
{
    /// <summary>Names a project by a text.</summary>
    public ProjectIdentity(string text) => Text = text;

    /// <summary>Names a project by its object.</summary>
    public ProjectIdentity(Project project)
        : this(project.Id) => IsExact = true;

    /// <summary>Names the project of an experiment.</summary>
    public ProjectIdentity(Experiment experiment)
        : this(experiment.ProjectId) => IsExact = true;

    /// <summary>Names a project by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ProjectIdentity(PSObject foreign) => (Text, IsExact) = ForeignRecord.Identify(foreign, RecordType.Project);

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <summary>Whether the text has wildcards.</summary>
    public bool HasWildcards => !IsExact && WildcardPattern.ContainsWildcardCharacters(Text);

    /// <summary>Finds the one project.</summary>
    /// <exception cref="TrackerException"><c>ProjectNotFound</c> or <c>ProjectAmbiguous</c>.</exception>
    public Project Find(IExperimentStore store, CancellationToken cancellation, RemovedFilter removed = RemovedFilter.Live) =>
        string.IsNullOrEmpty(Text)
            ? throw CatalogErrors.NotFound(RecordType.Project, Text)
            : Identities.FindProject(store, Text, removed, cancellation);

    /// <summary>Finds every project that the text fits; only without wildcards does there have to be one.</summary>
    /// <exception cref="TrackerException"><c>ProjectNotFound</c> or <c>ProjectAmbiguous</c>.</exception>
    public IEnumerable<Project> FindAll(IExperimentStore store, CancellationToken cancellation, RemovedFilter removed = RemovedFilter.Live)
    {
        if (!HasWildcards) return [Find(store, cancellation, removed)];
        WildcardPattern pattern = Wildcards.Parse(Text);
        return store.Projects.Query(new() { NamePrefix = Wildcards.PrefixOf(Text), Removed = removed }, cancellation).Where(p => pattern.IsMatch(p.Name));
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
