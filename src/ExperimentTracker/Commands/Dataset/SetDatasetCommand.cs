using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
namespace ExperimentTracker.Commands;

/// <summary>Changes a dataset.</summary>
[Cmdlet(VerbsCommon.Set, "Dataset", SupportsShouldProcess = true)]
[OutputType(typeof(Dataset))]
public sealed class SetDatasetCommand : SetRecordCommand<DatasetIdentity, Dataset>
{
    /// <summary>The dataset: its name, id or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    public DatasetIdentity Dataset { get; set; } = null!;

    /// <summary>The new name.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The new location; an empty string removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Location { get; set; }

    /// <summary>The new size.</summary>
    [Parameter]
    [IntegerTransformation(typeof(long?), Lowest = 0)]
    public long? Size { get; set; }

    /// <summary>The new unit of the size; an empty string removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? SizeUnit { get; set; }

    /// <summary>The new digest; an empty string removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Digest { get; set; }

    /// <summary>The new configuration: any object; <c>$null</c> removes it.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Config { get; set; }

    private protected override DatasetIdentity Identity => Dataset;

    private protected override Dataset Change(IExperimentStore store, string id) => store.Datasets.Update(
        id,
        new()
        {
            Name = Name,
            Location = Location,
            Size = Size,
            SizeUnit = SizeUnit,
            Digest = Digest,
            SetsConfig = MyInvocation.BoundParameters.ContainsKey(nameof(Config)),
            Config = DomainValues.From(nameof(Config), Config),
        },
        Cancellation);
}
