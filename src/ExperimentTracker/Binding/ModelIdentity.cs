using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Model</c> parameter takes: a model, a version of it; or a text: an id, a name, or <c>project/model</c>.</summary>
public sealed class ModelIdentity : RecordIdentity<Model>
{
    /// <summary>Names a model by a text.</summary>
    public ModelIdentity(string text) : base(text) { }

    /// <summary>Names a model by its object.</summary>
    public ModelIdentity(Model model) : base(model, model.Id) { }

    /// <summary>Names the model of a version.</summary>
    public ModelIdentity(ModelVersion version) : base(version, version.ModelId) => VersionId = version.Id;

    /// <summary>Names a model by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ModelIdentity(PSObject foreign) : base(foreign, RecordType.Model) =>
        VersionId = ForeignRecord.Is<ModelVersion>(foreign) ? ForeignRecord.TextOf(foreign, nameof(ModelVersion.Id)) : null;

    /// <summary>The id of the version that was given, when it was one and not a model.</summary>
    public string? VersionId { get; }

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

    internal override string IdOf(Model record) => record.Id;

    private protected override string NameOf(Model record) => record.Name;

    private protected override IEnumerable<Model> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Models.Query(query, cancellation);

    private protected override Model? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.TryFindModel(store, Text, parentId, cancellation);

    private protected override TrackerException NotFound() => CatalogErrors.NotFound(RecordType.Model, Text);
}
