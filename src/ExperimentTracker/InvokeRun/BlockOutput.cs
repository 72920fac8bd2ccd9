using System.ComponentModel;
using System.Management.Automation;

namespace ExperimentTracker.InvokeRun;

/// <summary>
/// An object that the block wrote to its output. Without the wrapper, an ErrorRecord in the output (<c>$Error[0]</c>, <c>program 2&gt;&amp;1</c>)
/// could not be distinguished from an error.
/// </summary>
internal sealed record BlockOutput(object? Value);

/// <summary>Wraps the output of the block. Not exported; public because the engine creates it.</summary>
[Cmdlet(VerbsCommon.Select, "BlockOutput")]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SelectBlockOutputCommand : PSCmdlet
{
    /// <summary>An output object of the block.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(new BlockOutput(InputObject));
}

/// <summary>Passes the streams of the block to its pipeline. Not exported; public because the engine creates it.</summary>
[Cmdlet(VerbsCommunications.Write, "BlockStream")]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WriteBlockStreamCommand : PSCmdlet
{
    /// <summary>The pipeline.</summary>
    [Parameter(Mandatory = true)]
    public object Owner { get; set; } = null!;

    /// <summary>An object from one of the streams.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ((BlockPipeline)Owner).PassOn(this, InputObject);
}
