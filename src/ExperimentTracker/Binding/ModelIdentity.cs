using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Model</c> parameter takes: a model, a version of it; or a text: an id, a name, or <c>project/model</c>.</summary>
public sealed class ModelIdentity : IRecordIdentity
{
    /// <summary>Names a model by a text.</summary>
    public ModelIdentity(string text) => Text = text;

    /// <summary>Names a model by its object.</summary>
    public ModelIdentity(Model model)
        : this(model.Id) => (IsExact, Home) = (true, RecordHomes.Of(model));

    /// <summary>Names the model of a version.</summary>
    public ModelIdentity(ModelVersion version)
        : this(version.ModelId) => (IsExact, VersionId, Home) = (true, version.Id, RecordHomes.Of(version));

    /// <summary>Names a model by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ModelIdentity(PSObject foreign)
    {
        (Text, IsExact) = ForeignRecord.Identify(foreign, RecordType.Model);
        if (foreign.TypeNames.Contains("Deserialized.ExperimentTracker.ModelVersion")) VersionId = foreign.Properties["Id"]?.Value as string;
    }

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <summary>The id of the version that was given, when it was one and not a model.</summary>
    public string? VersionId { get; }

    /// <summary>Whether the text has wildcards.</summary>
    public bool HasWildcards => !IsExact && Wildcards.AreIn(Text);

    /// <inheritdoc/>
    IExperimentStore? IRecordIdentity.Home => Home;

    private IExperimentStore? Home { get; }

    /// <summary>Finds the one model.</summary>
    /// <exception cref="TrackerException"><c>ModelNotFound</c> or <c>ModelAmbiguous</c>.</exception>
    public Model Find(IExperimentStore store, CancellationToken cancellation, string? projectId = null) =>
        string.IsNullOrEmpty(Text)
            ? throw CatalogErrors.NotFound(RecordType.Model, Text)
            : Identities.FindModel(store, Text, projectId, cancellation);

    /// <summary>Finds every model that the text fits; only without wildcards does there have to be one.</summary>
    /// <exception cref="TrackerException"><c>ModelNotFound</c> or <c>ModelAmbiguous</c>.</exception>
    public IEnumerable<Model> FindAll(IExperimentStore store, CancellationToken cancellation, string? projectId = null)
    {
        if (!HasWildcards) return [Find(store, cancellation, projectId)];
        var pattern = new NamePattern(Text);
        return store.Models.Query(new() { NamePrefix = Wildcards.PrefixOf(Text), ProjectId = projectId }, cancellation).Where(m => pattern.IsMatch(m.Name));
    }

    /// <summary>Finds every model that the text fits or fitted: the live ones, and those that were removed.</summary>
    /// <exception cref="TrackerException"><c>ModelNotFound</c> or <c>ModelAmbiguous</c>.</exception>
    public IEnumerable<Model> FindAllEver(IExperimentStore store, CancellationToken cancellation)
    {
        var pattern = new NamePattern(HasWildcards ? Text : WildcardPattern.Escape(Text));
        Model[] removed = [.. store.Models.Query(new() { Removed = RemovedFilter.Removed }, cancellation)
            .Where(m => m.Id == Text || (!IsExact && (pattern.IsMatch(m.Name) || pattern.IsMatch($"{m.Project}/{m.Name}"))))];
        bool isLive = removed.Length == 0 || HasWildcards || Identities.TryFindModel(store, Text, cancellation: cancellation) is not null;
        return isLive ? FindAll(store, cancellation).Concat(removed) : removed;
    }

    /// <summary>Finds the one version, when a version was given, or a text such as <c>model/3</c> that names one and no model.</summary>
    /// <returns>The version, or <see langword="null"/> when models are meant.</returns>
    /// <exception cref="TrackerException"><c>ModelVersionNotFound</c> or <c>ModelAmbiguous</c>.</exception>
    public ModelVersion? FindVersion(IExperimentStore store, CancellationToken cancellation)
    {
        if (VersionId is not null)
        {
            return store.Models.Versions(new() { Ids = [VersionId], Removed = RemovedFilter.All }, cancellation).FirstOrDefault()
                ?? throw ModelErrors.VersionNotFound(VersionId);
        }

        bool isModel = IsExact || HasWildcards || !Text.Contains('/') || Identities.TryFindModel(store, Text, cancellation: cancellation) is not null;
        return isModel ? null : Identities.FindModelVersion(store, Text, cancellation);
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
