using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Dataset</c> parameter takes: a dataset; or a text: an id or a name.</summary>
public sealed class DatasetIdentity : IRecordIdentity
{
    /// <summary>Names a dataset by a text.</summary>
    public DatasetIdentity(string text) => Text = text;

    /// <summary>Names a dataset by its object.</summary>
    public DatasetIdentity(Dataset dataset)
        : this(dataset.Id) => (IsExact, Home) = (true, RecordHomes.Of(dataset));

    /// <summary>Names a dataset by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public DatasetIdentity(PSObject foreign) => (Text, IsExact) = ForeignRecord.Identify(foreign, RecordType.Dataset);

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <inheritdoc/>
    IExperimentStore? IRecordIdentity.Home => Home;

    private IExperimentStore? Home { get; }

    /// <summary>Finds the one dataset.</summary>
    /// <exception cref="TrackerException"><c>DatasetNotFound</c> or <c>DatasetAmbiguous</c>.</exception>
    public Dataset Find(IExperimentStore store, CancellationToken cancellation) =>
        string.IsNullOrEmpty(Text) ? throw DatasetErrors.NotFound(Text) : Identities.FindDataset(store, Text, cancellation);

    /// <summary>Finds every dataset that the text fits; only without wildcards does there have to be one.</summary>
    /// <exception cref="TrackerException"><c>DatasetNotFound</c> or <c>DatasetAmbiguous</c>.</exception>
    public IEnumerable<Dataset> FindAll(IExperimentStore store, CancellationToken cancellation)
    {
        if (IsExact || !Wildcards.AreIn(Text)) return [Find(store, cancellation)];
        var pattern = new NamePattern(Text);
        return store.Datasets.Query(new() { NamePrefix = Wildcards.PrefixOf(Text) }, cancellation).Where(d => pattern.IsMatch(d.Name));
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
