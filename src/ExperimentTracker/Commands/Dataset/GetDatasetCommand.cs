using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets datasets.</summary>
[Cmdlet(VerbsCommon.Get, "Dataset")]
[OutputType(typeof(Dataset))]
public sealed class GetDatasetCommand : TrackerCommand
{
    /// <summary>The datasets: names with wildcards, ids or objects. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id", "DatasetId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    public DatasetIdentity[]? Dataset { get; set; }

    /// <summary>Used by these experiments only.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>Encoded by this encoder only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EncoderCompleter))]
    public string? Encoder { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var query = new DatasetQuery
        {
            ExperimentIds = Experiment?.SelectMany(e => e.FindAll(ReadStore, Cancellation)).Select(e => e.Id).ToArray(),
            EncoderType = Encoder is null ? null : Identities.FindEncoder(ReadStore, Encoder, Cancellation).Type,
        };
        if (Dataset is null) WriteObject(ReadStore.Datasets.Query(query, Cancellation), enumerateCollection: true);
        else ForEach(Dataset, d => Write(query with { Ids = [.. d.FindAll(ReadStore, Cancellation).Select(x => x.Id)] }));
    }

    private void Write(DatasetQuery query) => WriteObject(ReadStore.Datasets.Query(query, Cancellation), enumerateCollection: true);
}
