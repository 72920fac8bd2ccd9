using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Progress;
using ExperimentTracker.Services;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Registers a dataset. If one with these values exists, it is returned.</summary>
[Cmdlet(VerbsLifecycle.Register, "Dataset", SupportsShouldProcess = true)]
[OutputType(typeof(Dataset))]
public sealed class RegisterDatasetCommand : TrackerCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The location: a path or a URL, stored unchanged. The digest of a file is computed.</summary>
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

    /// <summary>The digest: 64 hexadecimal digits of SHA-256, with or without <c>sha256:</c>. Without it, that of a file that the location names.</summary>
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
        WriteObject(CreationStore.Datasets.Register(Complete(draft), Cancellation));
    }

    // The digest and the size of a file that the location names.
    private DatasetDraft Complete(DatasetDraft draft)
    {
        if (draft.Digest is not null || FileOf(draft.Location) is not { } file) return draft;
        using var progress = new ByteProgress(this, "Reading a dataset", file, new FileInfo(file).Length);
        (string digest, long bytes) = ArtifactIntake.Measure(file, progress, Cancellation);
        return draft.Size is null && string.IsNullOrEmpty(draft.SizeUnit)
            ? draft with { Digest = digest, Size = bytes, SizeUnit = "bytes" }
            : draft with { Digest = digest };
    }

    private string? FileOf(string? location)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(location) && FilePaths.Literal(Session, location) is var path && File.Exists(path) ? path : null;
        }
        catch (TrackerException)
        {
            return null; // a URL, or a path of another provider
        }
    }
}
