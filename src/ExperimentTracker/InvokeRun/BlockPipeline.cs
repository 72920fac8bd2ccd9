using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Remoting.Internal;
using ExperimentTracker.Errors;

namespace ExperimentTracker.InvokeRun;

/// <summary>Runs a script block in the scope of the cmdlet's caller and forwards its streams, as they arrive, through the cmdlet.</summary>
/// <remarks>
/// The pipeline is <c>. { . {block} | Select-BlockOutput } 2&gt;&amp;1 | Write-BlockStream</c>. Dot-sourced all the way down, the block assigns in
/// the caller's scope; a pipeline that the engine itself steps through lets break, continue and exit through; and errors meet the output
/// in one pipe, in order, where they can be counted. The block and the two commands are constants in a hand-built syntax tree, not
/// variables, because a variable would be one the user's block could see. ForEach-Object would not do: it wraps what the block throws, so
/// that a caught error names ForEach-Object.
/// </remarks>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="capture">Logs the streams; or <see langword="null"/>.</param>
internal sealed class BlockPipeline(PSCmdlet cmdlet, BlockCapture? capture = null)
{
    private static readonly CmdletInfo SelectOutput = new("Select-BlockOutput", typeof(SelectBlockOutputCommand));
    private static readonly CmdletInfo WriteStream = new("Write-BlockStream", typeof(WriteBlockStreamCommand));

    // The -ErrorAction of this command; $ErrorActionPreference has already been applied inside the block.
    private readonly ActionPreference? errorAction =
        cmdlet.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? action) ? action as ActionPreference? : null;

    /// <summary>
    /// The number of non-terminating errors of the block, without those that were caught or silenced, and without the stderr of native programs.
    /// </summary>
    public int Errors { get; private set; }

    /// <summary>The first of these errors.</summary>
    public ErrorRecord? FirstError { get; private set; }

    /// <summary>The error that ended the pipeline because of -ErrorAction; the block only sees that the pipeline stops.</summary>
    public ErrorRecord? StoppedBy { get; private set; }

    /// <summary>Runs the block until it ends or throws; exceptions are passed on unchanged.</summary>
    /// <param name="block">The block.</param>
    /// <param name="arguments">Its arguments.</param>
    public void Run(ScriptBlock block, params object[] arguments)
    {
        // Arguments are evaluated when the pipeline is created, in a scope that no longer exists when it runs. Write-BlockStream must not apply
        // $ErrorActionPreference a second time to what the block passed on,
        // and must not suppress what a -Verbose inside the block wrote.
        using SteppablePipeline pipeline = ScriptBlock
            .Create("param($block, $write, $owner) . $block | & $write -Owner $owner -ErrorAction Continue -WarningAction Continue -Verbose -Debug")
            .GetSteppablePipeline(CommandOrigin.Internal, [Merge(block, arguments), WriteStream, this]);
        pipeline.Begin(cmdlet); // links output and errors to the cmdlet's own, with their redirections and variables
        pipeline.Process();
        pipeline.End();
    }

    /// <summary>Forwards an object from any stream of the block.</summary>
    public void PassOn(Cmdlet writer, object? item)
    {
        capture?.Log(item);
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
        if (!isNative && ++Errors == 1) FirstError = error;

        // -ErrorAction applies to PowerShell's errors, not to lines that a program writes to stderr.
        bool governed = errorAction is not null && !isNative;
        try
        {
            // Cmdlet.WriteError would replace the name, position and error id of the command that failed with those of this cmdlet.
            new PSStreamObject(PSStreamObjectType.Error, error).WriteStreamObject(governed ? cmdlet : writer, false);
        }
        catch (PipelineStoppedException) when (governed && errorAction is ActionPreference.Stop or ActionPreference.Inquire)
        {
            StoppedBy = error;
            throw;
        }
    }

    private ScriptBlock Merge(ScriptBlock block, object[] arguments)
    {
        // Not the extent of the block: breakpoints in the user's file would stop here as well.
        IScriptExtent extent = ScriptBlock.Create("Invoke-Run").Ast.Extent;

        // Errors are always merged, to count them. The other streams are merged only if the caller specified their parameters or wants them logged:
        // unmerged, they are written as without Invoke-Run, including redirections (3>&1).
        List<RedirectionAst> merges = [Into(RedirectionStream.Error)];
        if (capture is not null || IsNamed("Warning")) merges.Add(Into(RedirectionStream.Warning));
        if (capture is not null || IsNamed("Information")) merges.Add(Into(RedirectionStream.Information));
        if (capture is not null) merges.AddRange([Into(RedirectionStream.Verbose), Into(RedirectionStream.Debug)]);
        var output = new ScriptBlockExpressionAst(extent, Body(
            new CommandAst(extent, [Constant(block), .. arguments.Select(Constant)], TokenKind.Dot, null),
            new CommandAst(extent, [Constant(SelectOutput)], TokenKind.Ampersand, null)));
        return Body(new CommandAst(extent, [output], TokenKind.Dot, merges)).GetScriptBlock();

        ConstantExpressionAst Constant(object value) => new(extent, value);

        MergingRedirectionAst Into(RedirectionStream stream) => new(extent, stream, RedirectionStream.Output);

        ScriptBlockAst Body(params CommandBaseAst[] commands) =>
            new(extent, null, new StatementBlockAst(extent, [new PipelineAst(extent, commands)], null), isFilter: false);
    }

    // Whether the caller specified a variable or an action for a stream.
    private bool IsNamed(string stream) =>
        cmdlet.MyInvocation.BoundParameters.ContainsKey($"{stream}Variable") || cmdlet.MyInvocation.BoundParameters.ContainsKey($"{stream}Action");
}
