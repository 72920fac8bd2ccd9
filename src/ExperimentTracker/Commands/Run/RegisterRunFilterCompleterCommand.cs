using System.Management.Automation;
using ExperimentTracker.Completion;

namespace ExperimentTracker.Commands;

/// <summary>Completes properties, parameters, metrics and tags within the block of <c>Get-Run -Filter</c>, for the rest of the session.</summary>
[Cmdlet(VerbsLifecycle.Register, "RunFilterCompleter", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RegisterRunFilterCompleterCommand : GuardedCommand
{
    private const string Function = "TabExpansion2";

    // PowerShell calls the function TabExpansion2 for each completion; there is no other place to add one within a block. What was defined before is
    // called for everything else.
    private const string Definition = """
        param($previous)
        {
            [CmdletBinding(DefaultParameterSetName = 'ScriptInputSet')]
            [OutputType([System.Management.Automation.CommandCompletion])]
            param(
                [Parameter(ParameterSetName = 'ScriptInputSet', Mandatory, Position = 0)] [AllowEmptyString()] [string] $inputScript,
                [Parameter(ParameterSetName = 'ScriptInputSet', Position = 1)] [int] $cursorColumn = $inputScript.Length,
                [Parameter(ParameterSetName = 'AstInputSet', Mandatory, Position = 0)] [System.Management.Automation.Language.Ast] $ast,
                [Parameter(ParameterSetName = 'AstInputSet', Mandatory, Position = 1)] [System.Management.Automation.Language.Token[]] $tokens,
                [Parameter(ParameterSetName = 'AstInputSet', Mandatory, Position = 2)] [System.Management.Automation.Language.IScriptPosition] $positionOfCursor,
                [Parameter(ParameterSetName = 'ScriptInputSet', Position = 2)] [Parameter(ParameterSetName = 'AstInputSet', Position = 3)] [hashtable] $options
            )
            $found = if ($ast) { [ExperimentTracker.Completion.RunFilterCompletion]::Complete($ast, $positionOfCursor.Offset) }
            else { [ExperimentTracker.Completion.RunFilterCompletion]::Complete($inputScript, $cursorColumn) }
            if ($found) { $found } else { & $previous @PSBoundParameters }
        }.GetNewClosure()
        """;

    /// <inheritdoc/>
    protected override void End()
    {
        if (SessionState.InvokeCommand.GetCommand(Function, CommandTypes.Function) is not FunctionInfo current ||
            current.Definition.Contains(nameof(RunFilterCompletion), StringComparison.Ordinal) || !ShouldProcess(Function, "Add the completion of -Filter"))
        {
            return;
        }

        object wrapper = InvokeCommand.InvokeScript(Definition, current.ScriptBlock)[0].BaseObject;
        SessionState.InvokeProvider.Item.Set($"Function:global:{Function}", wrapper);
    }
}
