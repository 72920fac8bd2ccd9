using System.Management.Automation;
using System.Text;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Json;
using ExperimentTracker.Services;

namespace ExperimentTracker.Commands;

/// <summary>Returns the verified content of artifacts: text as a string, other files and bytes as bytes, an object as an object.</summary>
[Cmdlet(VerbsCommon.Get, "ArtifactContent", DefaultParameterSetName = KeySet)]
[OutputType(typeof(string), typeof(byte[]), typeof(object))]
public sealed class GetArtifactContentCommand : ArtifactReadingCommand
{
    /// <summary>The path of one file within a folder artifact.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ArtifactFileCompleter))]
    public string? File { get; set; }

    /// <summary>Returns the bytes of any kind of artifact.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    private protected override void Process(IExperimentStore store, Artifact artifact)
    {
        byte[] bytes = ArtifactReader.ReadBytes(store, artifact, File, Cancellation);
        if (AsByteStream || artifact.Kind == ArtifactKind.Bytes) WriteObject(bytes, enumerateCollection: false);
        else if (artifact.Kind == ArtifactKind.Object) WriteObject(JsonText.Read(Encoding.UTF8.GetString(bytes)));
        else if (artifact.Kind == ArtifactKind.Text) WriteObject(Encoding.UTF8.GetString(bytes));
        else WriteObject((object?)ArtifactReader.ReadText(artifact, File, bytes) ?? bytes, enumerateCollection: false);
    }
}
