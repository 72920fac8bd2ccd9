using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Registers an encoder. If one with this configuration exists, it is returned.</summary>
[Cmdlet(VerbsLifecycle.Register, "Encoder", SupportsShouldProcess = true)]
[OutputType(typeof(Encoder))]
public sealed class RegisterEncoderCommand : TrackerCommand
{
    /// <summary>The type.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Type { get; set; } = "";

    /// <summary>The configuration: any object.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Config { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!ShouldCreate($"encoder '{Type}'", "Register")) return;
        WriteObject(CreationStore.Datasets.RegisterEncoder(Type, DomainValues.From(nameof(Config), Config), Cancellation));
    }
}
