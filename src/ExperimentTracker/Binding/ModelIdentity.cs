using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>The value of a <c>-Model</c> parameter: a model, one of its versions, or a string that is an id, a name, or <c>project/model</c>.</summary>
public sealed class ModelIdentity : RecordIdentity<Model>
{
    /// <summary>Identifies a model by a string.</summary>
    public ModelIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public ModelIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies a model by its record.</summary>
    public ModelIdentity(Model model) : base(model, model.Id) { }

    /// <summary>Identifies the model of a version.</summary>
    public ModelIdentity(ModelVersion version) : base(version, version.ModelId) => VersionId = version.Id;

    /// <summary>Identifies a model by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">The object does not identify one.</exception>
    public ModelIdentity(PSObject foreign) : base(foreign, RecordType.Model) =>
        VersionId = ForeignRecord.Is<ModelVersion>(foreign) ? ForeignRecord.TextOf(foreign, nameof(ModelVersion.Id)) : null;

    /// <summary>The id of the version, if one was given instead of a model.</summary>
    public string? VersionId { get; }

    /// <summary>Finds all models that the string matches, including removed ones.</summary>
    /// <exception cref="TrackerException"><c>ModelNotFound</c> or <c>ModelAmbiguous</c>.</exception>
    public IEnumerable<Model> FindAllIncludingRemoved(IExperimentStore store, CancellationToken cancellation)
    {
        var pattern = new NamePattern(HasWildcards ? Text : WildcardPattern.Escape(Text));
        Model[] removed = [.. store.Models.Query(new() { Removed = RemovedFilter.Removed }, cancellation)
            .Where(m => m.Id == Text || (!IsExact && (pattern.IsMatch(m.Name) || pattern.IsMatch($"{m.Project}/{m.Name}"))))];
        bool isLive = removed.Length == 0 || HasWildcards || Identities.TryFindModel(store, Text, cancellation: cancellation) is not null;
        return isLive ? FindAll(store, cancellation).Concat(removed) : removed;
    }

    /// <summary>Finds the version, if a version was given, or a string such as <c>model/3</c> that identifies a version and no model.</summary>
    /// <returns>The version, or <see langword="null"/> if the value identifies models.</returns>
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
