using System.Management.Automation;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.InvokeRun;

/// <summary>
/// Ends the block of a run from a cmdlet in it. The engine has one way out of nested calls that no <c>catch</c> ends and for which every <c>finally</c> runs: a <c>break</c>
/// with a label, which here no loop has.
/// </summary>
internal static class BlockEnd
{
    private static readonly ScriptBlock Break = ScriptBlock.Create("param($label) break $label");

    /// <summary>Ends the block of the run, which catches what this throws.</summary>
    public static void Of(PSCmdlet cmdlet, CurrentRun run) => cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, Break, null, LabelOf(run));

    /// <summary>Whether an exception ends the block of this run, and not that of one around it.</summary>
    public static bool IsOf(CurrentRun run, Exception exception) => exception is BreakException { Label: var label } && label == LabelOf(run);

    private static string LabelOf(CurrentRun run) => $"ExperimentTracker {run.RunId}";
}
