using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Gets encoders.</summary>
[Cmdlet(VerbsCommon.Get, "Encoder")]
[OutputType(typeof(Encoder))]
public sealed class GetEncoderCommand : TrackerCommand
{
    /// <summary>The types, with wildcards. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [EncoderTransformation]
    [ArgumentCompleter(typeof(EncoderCompleter))]
    public string[]? Type { get; set; }

    /// <summary>Only those of this dataset.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    public DatasetIdentity? Dataset { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        NamePattern[]? patterns = Wildcards.ParseAll(Type);
        IReadOnlyList<Encoder> encoders = ReadStore.Datasets.Encoders(Dataset?.Find(ReadStore, Cancellation).Id, Cancellation);
        WriteObject(patterns.Select(encoders, e => e.Type), enumerateCollection: true);
        ForEach(Wildcards.Unmatched(Type, encoders.Select(e => e.Type)), type => throw DatasetErrors.EncoderNotFound(type));
    }
}
