using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

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

    /// <summary>Only datasets that these experiments use.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>Only datasets that this encoder encodes.</summary>
    [Parameter]
    [EncoderTransformation]
    [ArgumentCompleter(typeof(EncoderCompleter))]
    public string? Encoder { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Dataset is null) Write(ReadStore, null);
        else ForEach(Dataset, identity => Write(StoreOf(identity), [.. identity.FindAll(StoreOf(identity), Cancellation).Select(d => d.Id)]));
    }

    private void Write(IExperimentStore store, string[]? ids)
    {
        var query = new DatasetQuery
        {
            Ids = ids,
            ExperimentIds = Experiment?.SelectMany(e => Checked(e, store).FindAll(store, Cancellation)).Select(e => e.Id).ToArray(),
            EncoderType = Encoder is null ? null : Identities.FindEncoder(store, Encoder, Cancellation).Type,
        };
        WriteObject(Using(store).Datasets.Query(query, Cancellation), enumerateCollection: true);
    }
}
