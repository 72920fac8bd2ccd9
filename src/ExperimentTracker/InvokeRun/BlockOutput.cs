using System.ComponentModel;
using System.Management.Automation;

namespace ExperimentTracker.InvokeRun;

/// <summary>
/// An object that the block wrote to its output. Without the wrapping, an ErrorRecord that it outputs (<c>$Error[0]</c>,
/// <c>program 2&gt;&amp;1</c>) could not be told from an error.
/// </summary>
internal sealed record BlockOutput(object? Value);

/// <summary>Wraps the block's output. Not exported; public because the engine creates it.</summary>
[Cmdlet(VerbsCommon.Select, "BlockOutput")]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SelectBlockOutputCommand : PSCmdlet
{
    /// <summary>What the block wrote.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(new BlockOutput(InputObject));
}

/// <summary>Hands what left the block to its pipeline. Not exported; public because the engine creates it.</summary>
[Cmdlet(VerbsCommunications.Write, "BlockStream")]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WriteBlockStreamCommand : PSCmdlet
{
    /// <summary>The pipeline.</summary>
    [Parameter(Mandatory = true)]
    public object Owner { get; set; } = null!;

    /// <summary>What left the block.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ((BlockPipeline)Owner).PassOn(this, InputObject);
}
