using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Services;

namespace ExperimentTracker.Commands;

/// <summary>Records that encoders encode a dataset.</summary>
[Cmdlet(VerbsCommon.Add, "DatasetEncoder", SupportsShouldProcess = true)]
[OutputType(typeof(Dataset))]
public sealed class AddDatasetEncoderCommand : TrackerCommand
{
    /// <summary>The datasets: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    public DatasetIdentity[] Dataset { get; set; } = [];

    /// <summary>The encoders, by type.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [EncoderTransformation]
    [ArgumentCompleter(typeof(EncoderCompleter))]
    public string[] Encoder { get; set; } = [];

    /// <summary>Returns the datasets.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Dataset.SelectMany(d => d.FindAll(ReadStore, Cancellation)), dataset =>
    {
        ForEach(Encoder, type =>
        {
            Encoder encoder = Identities.FindEncoder(ReadStore, type, Cancellation);
            if (ShouldProcess($"dataset '{dataset.Name}'", $"Add encoder '{encoder.Type}'")) ReadStore.Datasets.AddEncoder(dataset.Id, encoder.Type, Cancellation);
        });
        if (PassThru) WriteObject(ReadStore.Datasets.Query(new() { Ids = [dataset.Id] }, Cancellation), enumerateCollection: true);
    });
}
