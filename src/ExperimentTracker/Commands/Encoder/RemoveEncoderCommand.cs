using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Removes encoders, and the links of datasets to them.</summary>
[Cmdlet(VerbsCommon.Remove, "Encoder", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveEncoderCommand : TrackerCommand
{
    /// <summary>The types, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [EncoderTransformation]
    [ArgumentCompleter(typeof(EncoderCompleter))]
    public string[] Type { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        NamePattern[]? patterns = Wildcards.ParseAll(Type);
        IReadOnlyList<Encoder> encoders = ReadStore.Datasets.Encoders(null, Cancellation);
        ForEach(Wildcards.Unmatched(Type, encoders.Select(e => e.Type)), type => throw DatasetErrors.EncoderNotFound(type));
        ForEach(patterns.Select(encoders, e => e.Type), encoder =>
        {
            if (ShouldProcess($"encoder '{encoder.Type}' (datasets: {encoder.Datasets.Count})", "Remove")) ReadStore.Datasets.RemoveEncoders([encoder.Type], Cancellation);
        });
    }
}
