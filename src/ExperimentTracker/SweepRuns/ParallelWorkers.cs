using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Microsoft.PowerShell.Commands;

namespace ExperimentTracker.SweepRuns;

/// <summary>
/// Runs a block in several runspaces of this process, each of which takes trials of a sweep, as workers in other processes do. The runspaces, the streams, Ctrl+C and
/// <c>$using:</c> are those of <c>ForEach-Object -Parallel</c>.
/// </summary>
internal static class ParallelWorkers
{
    private static readonly CmdletInfo ForEach = new("ForEach-Object", typeof(ForEachObjectCommand));

    /// <summary>The pipeline of the workers, to run in the scope of the caller, whose variables <c>$using:</c> reads.</summary>
    /// <param name="block">The block, of which each worker gets a copy.</param>
    /// <param name="arguments">The arguments of Invoke-RunSweep in each worker.</param>
    /// <param name="module">The path of the module.</param>
    /// <param name="count">The number of workers.</param>
    public static ScriptBlock Pipeline(ScriptBlock block, Hashtable arguments, string module, int count)
    {
        var worker = ScriptBlock.Create(
            "Import-Module -Name $_.Module\n$__sweepArguments = $_.Arguments\n" + $"ExperimentTracker\\Invoke-RunSweep @__sweepArguments {{{block}\n}}");
        IScriptExtent extent = ScriptBlock.Create("Invoke-RunSweep").Ast.Extent;
        PSObject[] inputs =
        [
            .. Enumerable.Range(0, count).Select(_ => new PSObject { Properties = { new PSNoteProperty("Module", module), new PSNoteProperty("Arguments", arguments) } }),
        ];
        CommandElementAst[] elements =
        [
            Constant(ForEach), new CommandParameterAst(extent, "Parallel", Constant(worker), extent), new CommandParameterAst(extent, "ThrottleLimit", Constant(count), extent),
        ];
        CommandBaseAst[] commands = [new CommandExpressionAst(extent, Constant(inputs), null), new CommandAst(extent, elements, TokenKind.Ampersand, null)];
        return new ScriptBlockAst(extent, null, new StatementBlockAst(extent, [new PipelineAst(extent, commands)], null), isFilter: false).GetScriptBlock();

        ConstantExpressionAst Constant(object value) => new(extent, value);
    }
}
