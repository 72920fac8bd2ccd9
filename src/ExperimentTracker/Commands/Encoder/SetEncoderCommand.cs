using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Commands;

/// <summary>Replaces the configuration of an encoder.</summary>
[Cmdlet(VerbsCommon.Set, "Encoder", SupportsShouldProcess = true)]
[OutputType(typeof(Encoder))]
public sealed class SetEncoderCommand : TrackerCommand
{
    /// <summary>The type.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [EncoderTransformation]
    [ArgumentCompleter(typeof(EncoderCompleter))]
    public string Type { get; set; } = "";

    /// <summary>The new configuration: any object; <c>$null</c> removes it.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Config { get; set; }

    /// <summary>Returns the changed encoder.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = (IsPiped(nameof(Type)) ? StoreOf(PipedSource) : null) ?? ReadStore;
        Encoder found = Identities.FindEncoder(store, Type, Cancellation);
        if (!ShouldProcess($"encoder '{found.Type}'", "Change")) return;
        Encoder changed = store.Datasets.UpdateEncoder(found.Type, DomainValues.From(nameof(Config), Config), Cancellation);
        if (PassThru) WriteObject(changed);
    }
}
