using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-ModelVersion</c> parameter takes: a version; or a text: an id, <c>model/3</c> or <c>model/alias</c>.</summary>
public sealed class ModelVersionIdentity : IRecordIdentity
{
    /// <summary>Names a version by a text.</summary>
    public ModelVersionIdentity(string text) => Text = text;

    /// <summary>Names a version by its object.</summary>
    public ModelVersionIdentity(ModelVersion version)
        : this(version.Id) => Home = RecordHomes.Of(version);

    /// <summary>Names a version by an object that came back from a job or a file.</summary>
    public ModelVersionIdentity(PSObject deserialized)
        : this(deserialized.Properties["Id"]?.Value as string ?? deserialized.ToString())
    {
    }

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    IExperimentStore? IRecordIdentity.Home => Home;

    private IExperimentStore? Home { get; }

    /// <summary>Finds the one version.</summary>
    /// <exception cref="TrackerException"><c>ModelVersionNotFound</c> or <c>ModelAmbiguous</c>.</exception>
    public ModelVersion Find(IExperimentStore store, CancellationToken cancellation) => Identities.FindModelVersion(store, Text, cancellation);

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
