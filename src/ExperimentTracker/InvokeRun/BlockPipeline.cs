using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Remoting.Internal;
using ExperimentTracker.Errors;

namespace ExperimentTracker.InvokeRun;

/// <summary>Runs a script block in the scope of the cmdlet's caller and passes its streams on, as they come, through the cmdlet.</summary>
/// <remarks>
/// The pipeline is <c>. { . {block} | Select-BlockOutput } 2&gt;&amp;1 | Write-BlockStream</c>. Dot-sourced all the way down, the block assigns in
/// the caller's scope; a pipeline that the engine itself steps through lets break, continue and exit through; and errors meet the output
/// in one pipe, in order, where they can be counted. The block and the two commands are constants in a hand-built syntax tree, not
/// variables, because a variable would be one the user's block could see. ForEach-Object would not do: it wraps what the block throws, so
/// that a caught error names ForEach-Object.
/// </remarks>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="capture">What logs the streams on their way; or <see langword="null"/>.</param>
internal sealed class BlockPipeline(PSCmdlet cmdlet, BlockCapture? capture = null)
{
    private static readonly CmdletInfo SelectOutput = new("Select-BlockOutput", typeof(SelectBlockOutputCommand));
    private static readonly CmdletInfo WriteStream = new("Write-BlockStream", typeof(WriteBlockStreamCommand));

    // What the caller said on this very command; $ErrorActionPreference has already been applied inside the block.
    private readonly ActionPreference? errorAction =
        cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? action) ? action as ActionPreference? : null;

    /// <summary>How many errors left the block without ending it: not caught, not silenced, not a native program's stderr.</summary>
    public int Errors { get; private set; }

    /// <summary>The error that ended the pipeline because of -ErrorAction; the block sees only that the pipeline stops.</summary>
    public ErrorRecord? StoppedBy { get; private set; }

    /// <summary>Runs the block to its end, or until what it throws, unchanged.</summary>
    public void Run(ScriptBlock block)
    {
        // Arguments are evaluated while the pipeline is made, in a scope that is gone before it runs. Write-BlockStream must not apply
        // $ErrorActionPreference a second time to what the block let pass.
        // Neither must it hold back what an -Verbose in the block let out.
        using SteppablePipeline pipeline = ScriptBlock
            .Create("param($block, $write, $owner) . $block | & $write -Owner $owner -ErrorAction Continue -WarningAction Continue -Verbose -Debug")
            .GetSteppablePipeline(CommandOrigin.Internal, [Merge(block), WriteStream, this]);
        pipeline.Begin(cmdlet); // links output and errors to the cmdlet's own, with their redirections and variables
        pipeline.Process();
        pipeline.End();
    }

    /// <summary>Passes on one object that left the block, by whichever stream.</summary>
    public void PassOn(Cmdlet writer, object? item)
    {
        capture?.Note(item);
        switch (item is PSObject { BaseObject: var inner } ? inner : item)
        {
            case BlockOutput output: writer.WriteObject(output.Value); break;
            case ErrorRecord error: WriteError(writer, error); break;
            case WarningRecord warning: (IsNamed("Warning") ? cmdlet : writer).WriteWarning(warning.Message); break;
            case VerboseRecord verbose: writer.WriteVerbose(verbose.Message); break;
            case DebugRecord debug: writer.WriteDebug(debug.Message); break;
            case InformationRecord information: cmdlet.WriteInformation(information); break;
            default: cmdlet.WriteObject(item); break;
        }
    }

    private void WriteError(Cmdlet writer, ErrorRecord error)
    {
        bool isNative = error.IsNative();
        if (!isNative) Errors++;

        // -ErrorAction speaks of PowerShell's errors; lines that a program writes to stderr are none.
        bool governed = errorAction is not null && !isNative;
        try
        {
            // Cmdlet.WriteError would put this cmdlet in the place of the command that failed: name, position, error id.
            new PSStreamObject(PSStreamObjectType.Error, error).WriteStreamObject(governed ? cmdlet : writer, false);
        }
        catch (PipelineStoppedException) when (governed && errorAction is ActionPreference.Stop or ActionPreference.Inquire)
        {
            StoppedBy = error;
            throw;
        }
    }

    private ScriptBlock Merge(ScriptBlock block)
    {
        // Not the block's own extent: breakpoints in the user's file would stop here as well.
        IScriptExtent extent = ScriptBlock.Create("Invoke-Run").Ast.Extent;

        // Errors always, to count them. The others only when the caller named their parameters or wants them logged: unmerged they keep
        // going where they go without Invoke-Run, redirections (3>&1) included.
        List<RedirectionAst> merges = [Into(RedirectionStream.Error)];
        if (capture is not null || IsNamed("Warning")) merges.Add(Into(RedirectionStream.Warning));
        if (capture is not null || IsNamed("Information")) merges.Add(Into(RedirectionStream.Information));
        if (capture is not null) merges.AddRange([Into(RedirectionStream.Verbose), Into(RedirectionStream.Debug)]);
        var output = new ScriptBlockExpressionAst(extent, Body(
            new CommandAst(extent, [new ConstantExpressionAst(extent, block)], TokenKind.Dot, null),
            new CommandAst(extent, [new ConstantExpressionAst(extent, SelectOutput)], TokenKind.Ampersand, null)));
        return Body(new CommandAst(extent, [output], TokenKind.Dot, merges)).GetScriptBlock();

        MergingRedirectionAst Into(RedirectionStream stream) => new(extent, stream, RedirectionStream.Output);

        ScriptBlockAst Body(params CommandBaseAst[] commands) =>
            new(extent, null, new StatementBlockAst(extent, [new PipelineAst(extent, commands)], null), isFilter: false);
    }

    // Whether the caller gave a variable or an action for a stream.
    private bool IsNamed(string stream) =>
        cmdlet.MyInvocation.BoundParameters.ContainsKey($"{stream}Variable") || cmdlet.MyInvocation.BoundParameters.ContainsKey($"{stream}Action");
}
