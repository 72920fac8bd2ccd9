using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell.Commands;

namespace ExperimentTracker.SweepRuns;

/// <summary>
/// Runs a block in several runspaces of this process or in sessions of other machines, each of which takes trials of a sweep, as workers in other processes do. The runspaces, the
/// streams, Ctrl+C and <c>$using:</c> are those of <c>ForEach-Object -Parallel</c> and of <c>Invoke-Command</c>.
/// </summary>
internal static class ParallelWorkers
{
    private static readonly CmdletInfo ForEach = new("ForEach-Object", typeof(ForEachObjectCommand));
    private static readonly CmdletInfo Invoke = new("Invoke-Command", typeof(InvokeCommandCommand));
    private static readonly IScriptExtent Extent = ScriptBlock.Create("Invoke-RunSweep").Ast.Extent;

    /// <summary>The pipeline of the workers in runspaces, to run in the scope of the caller, whose variables <c>$using:</c> reads.</summary>
    /// <param name="block">The block, of which each worker gets a copy.</param>
    /// <param name="arguments">The arguments of Invoke-RunSweep in each worker.</param>
    /// <param name="module">The path of the module.</param>
    /// <param name="count">The number of workers.</param>
    public static ScriptBlock Pipeline(ScriptBlock block, Hashtable arguments, string module, int count)
    {
        ScriptBlock worker = Worker("Import-Module -Name $_.Module\n$__sweepArguments = $_.Arguments", block);
        PSObject[] inputs =
        [
            .. Enumerable.Range(0, count).Select(_ => new PSObject { Properties = { new PSNoteProperty("Module", module), new PSNoteProperty("Arguments", arguments) } }),
        ];
        return Pipeline(new CommandExpressionAst(Extent, Constant(inputs), null), Command(ForEach, ("Parallel", worker), ("ThrottleLimit", count)));
    }

    /// <summary>The pipeline of the workers in sessions, to run in the scope of the caller, whose variables <c>$using:</c> reads.</summary>
    /// <param name="block">The block, whose text each worker gets.</param>
    /// <param name="arguments">The arguments of Invoke-RunSweep in each worker, which can be serialized.</param>
    /// <param name="sessions">The sessions, which have the module.</param>
    /// <remarks>An error of one session, such as that it broke, does not end the others, whatever $ErrorActionPreference is.</remarks>
    public static ScriptBlock Pipeline(ScriptBlock block, Hashtable arguments, PSSession[] sessions) => Pipeline(Command(
        Invoke,
        ("Session", sessions),
        ("ScriptBlock", Worker("$__sweepArguments = $args[0]", block)),
        ("ArgumentList", new object[] { arguments }),
        ("ErrorAction", ActionPreference.Continue)));

    private static ScriptBlock Worker(string arguments, ScriptBlock block) => ScriptBlock.Create($"{arguments}\nExperimentTracker\\Invoke-RunSweep @__sweepArguments {{{block}\n}}");

    private static ScriptBlock Pipeline(params CommandBaseAst[] commands) =>
        new ScriptBlockAst(Extent, null, new StatementBlockAst(Extent, [new PipelineAst(Extent, commands)], null), isFilter: false).GetScriptBlock();

    private static CommandAst Command(CmdletInfo cmdlet, params (string Name, object Value)[] parameters) => new(
        Extent, [Constant(cmdlet), .. parameters.Select(parameter => new CommandParameterAst(Extent, parameter.Name, Constant(parameter.Value), Extent))], TokenKind.Ampersand, null);

    private static ConstantExpressionAst Constant(object value) => new(Extent, value);
}
