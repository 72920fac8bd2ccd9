using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Project</c> parameter takes: a project, an experiment of it; or a text: an id or a name.</summary>
public sealed class ProjectIdentity : IRecordIdentity
{
    /// <summary>Names a project by a text.</summary>
    public ProjectIdentity(string text) => Text = text;

    /// <summary>Names a project by its object.</summary>
    public ProjectIdentity(Project project)
        : this(project.Id) => (IsExact, Home) = (true, RecordHomes.Of(project));

    /// <summary>Names the project of an experiment.</summary>
    public ProjectIdentity(Experiment experiment)
        : this(experiment.ProjectId) => (IsExact, Home) = (true, RecordHomes.Of(experiment));

    /// <summary>Names a project by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ProjectIdentity(PSObject foreign) => (Text, IsExact) = ForeignRecord.Identify(foreign, RecordType.Project);

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <inheritdoc/>
    IExperimentStore? IRecordIdentity.Home => Home;

    private IExperimentStore? Home { get; }

    /// <summary>Whether the text has wildcards.</summary>
    public bool HasWildcards => !IsExact && Wildcards.AreIn(Text);

    /// <summary>Finds the one project.</summary>
    /// <exception cref="TrackerException"><c>ProjectNotFound</c> or <c>ProjectAmbiguous</c>.</exception>
    public Project Find(IExperimentStore store, CancellationToken cancellation, RemovedFilter removed = RemovedFilter.Live) =>
        string.IsNullOrEmpty(Text)
            ? throw CatalogErrors.NotFound(RecordType.Project, Text)
            : Identities.FindProject(store, Text, removed, cancellation);

    /// <summary>The text to find or create the project by. What an object stands for has to be there: it is not created anew.</summary>
    /// <exception cref="TrackerException"><c>ProjectNotFound</c>.</exception>
    public string TextOrFound(IExperimentStore store, CancellationToken cancellation) => IsExact ? Find(store, cancellation).Id : Text;

    /// <summary>Finds every project that the text fits; only without wildcards does there have to be one.</summary>
    /// <exception cref="TrackerException"><c>ProjectNotFound</c> or <c>ProjectAmbiguous</c>.</exception>
    public IEnumerable<Project> FindAll(IExperimentStore store, CancellationToken cancellation, RemovedFilter removed = RemovedFilter.Live)
    {
        if (!HasWildcards) return [Find(store, cancellation, removed)];
        var pattern = new NamePattern(Text);
        var query = new CatalogQuery { NamePrefix = Wildcards.PrefixOf(Text), Removed = removed };
        Project[] found = [.. store.Projects.Query(query, cancellation).Where(p => pattern.IsMatch(p.Name))];
        return found.Length > 0 || Wildcards.MayFitNone(Text) ? found : throw CatalogErrors.NotFound(RecordType.Project, Text);
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
