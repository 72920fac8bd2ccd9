using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Datasets;

namespace ExperimentTracker.Commands;

/// <summary>Registers a dataset. If one with these values exists, it is returned.</summary>
[Cmdlet(VerbsLifecycle.Register, "Dataset", SupportsShouldProcess = true)]
[OutputType(typeof(Dataset))]
public sealed class RegisterDatasetCommand : TrackerCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The location: a path or a URL, stored unchanged.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Location { get; set; }

    /// <summary>The size.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    [IntegerTransformation(typeof(long?), Lowest = 0)]
    public long? Size { get; set; }

    /// <summary>The unit of the size: rows, images, bytes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? SizeUnit { get; set; }

    /// <summary>The digest: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public string? Digest { get; set; }

    /// <summary>The configuration: any object.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Config { get; set; }

    /// <summary>The id; generated if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!ShouldCreate($"dataset '{Name}'", "Register")) return;
        var draft = new DatasetDraft
        {
            Id = Id,
            Name = Name,
            Size = Size,
            SizeUnit = SizeUnit,
            Location = Location,
            Digest = Digest,
            Config = DomainValues.From(nameof(Config), Config),
        };
        WriteObject(CreationStore.Datasets.Register(draft, Cancellation));
    }
}
