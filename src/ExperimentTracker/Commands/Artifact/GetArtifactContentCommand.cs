using System.Management.Automation;
using ExperimentTracker.Binding;
using System.Text;

namespace ExperimentTracker.Commands;

/// <summary>Gives the content of artifacts, after its bytes were checked: text as text, bytes as bytes, an object as an object.</summary>
[Cmdlet(VerbsCommon.Get, "ArtifactContent", DefaultParameterSetName = KeySet)]
[OutputType(typeof(string), typeof(byte[]), typeof(object))]
public sealed class GetArtifactContentCommand : ArtifactReadingCommand
{
    /// <summary>The path of one file within a folder artifact.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ArtifactFileCompleter))]
    public string? File { get; set; }

    /// <summary>Gives the bytes, whatever they are.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    private protected override void Process(IExperimentStore store, Artifact artifact)
    {
        byte[] bytes = ArtifactReader.ReadBytes(store, artifact, File, Cancellation);
        if (AsByteStream || artifact.Kind == ArtifactKind.Bytes) WriteObject(bytes, enumerateCollection: false);
        else if (artifact.Kind == ArtifactKind.Object) WriteObject(JsonText.Read(Encoding.UTF8.GetString(bytes)));
        else WriteObject(ReadText(bytes));
    }

    // As Get-Content -Raw reads a file: UTF-8, or what its byte order mark says.
    private static string ReadText(byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
