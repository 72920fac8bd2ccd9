using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Model</c> parameter takes: a model, a version of it; or a text: an id, a name, or <c>project/model</c>.</summary>
public sealed class ModelIdentity
{
    /// <summary>Names a model by a text.</summary>
    public ModelIdentity(string text) => Text = text;

    /// <summary>Names a model by its object.</summary>
    public ModelIdentity(Model model)
        : this(model.Id) => IsExact = true;

    /// <summary>Names the model of a version.</summary>
    public ModelIdentity(ModelVersion version)
        : this(version.ModelId) => IsExact = true;

    /// <summary>Names a model by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ModelIdentity(PSObject foreign) => (Text, IsExact) = ForeignRecord.Identify(foreign, RecordType.Model);

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <summary>Whether the text has wildcards.</summary>
    public bool HasWildcards => !IsExact && WildcardPattern.ContainsWildcardCharacters(Text);

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
        WildcardPattern pattern = Wildcards.Parse(Text);
        return store.Models.Query(new() { NamePrefix = Wildcards.PrefixOf(Text), ProjectId = projectId }, cancellation).Where(m => pattern.IsMatch(m.Name));
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
