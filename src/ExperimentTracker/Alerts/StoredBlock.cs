using System.Management.Automation;
using System.Management.Automation.Language;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Alerts;

/// <summary>Blocks that are stored with an alert, as text, and run in another session.</summary>
internal static class StoredBlock
{
    // What every session has.
    private static readonly HashSet<string> Automatic = new(StringComparer.OrdinalIgnoreCase)
    {
        "_", "PSItem", "true", "false", "null", "args", "input", "this", "Error", "ErrorActionPreference", "ExecutionContext", "HOME", "Host", "IsCoreCLR", "IsLinux", "IsMacOS", "IsWindows",
        "LASTEXITCODE", "Matches", "MyInvocation", "OFS", "PID", "ProgressPreference", "PSBoundParameters", "PSCulture", "PSUICulture", "PSVersionTable", "PWD", "StackTrace", "?", "^", "$",
        "VerbosePreference", "WarningPreference", "InformationPreference", "DebugPreference", "foreach", "switch",
    };

    /// <summary>The text of a block, if it needs no variable of this session: elsewhere such a variable is null, and nobody would notice.</summary>
    /// <exception cref="TrackerException"><c>InvalidAlert</c>.</exception>
    public static string TextOf(ScriptBlock block, string parameter)
    {
        var root = (ScriptBlockAst)block.Ast;
        HashSet<string> own = new(StringComparer.OrdinalIgnoreCase);
        foreach (Ast ast in root.FindAll(_ => true, searchNestedScriptBlocks: true))
        {
            switch (ast)
            {
                case AssignmentStatementAst assignment:
                    foreach (Ast target in assignment.Left.FindAll(part => part is VariableExpressionAst, searchNestedScriptBlocks: false)) own.Add(((VariableExpressionAst)target).VariablePath.UserPath);
                    break;
                case ParameterAst declared: own.Add(declared.Name.VariablePath.UserPath); break;
                case ForEachStatementAst loop: own.Add(loop.Variable.VariablePath.UserPath); break;
                case CommandParameterAst { ParameterName: var name } common when name.EndsWith("Variable", StringComparison.OrdinalIgnoreCase):
                    if ((common.Argument ?? Next(common)) is StringConstantExpressionAst { Value: var named }) own.Add(named.TrimStart('+'));
                    break;
            }
        }

        foreach (VariableExpressionAst used in root.FindAll(ast => ast is VariableExpressionAst, searchNestedScriptBlocks: true).Cast<VariableExpressionAst>())
        {
            VariablePath path = used.VariablePath;
            bool isKnown = path.IsVariable ? own.Contains(path.UserPath) || Automatic.Contains(path.UserPath) : path.IsDriveQualified && !path.DriveName.Equals("using", StringComparison.OrdinalIgnoreCase);
            if (!isKnown)
            {
                throw AlertErrors.Invalid(
                    used.Extent.Text, $"The block of -{parameter} uses {used.Extent.Text}, which the session that runs the block does not have. Write its value in the block, or use an environment variable such as $env:NAME.");
            }
        }

        return root.Extent.Text is ['{', .. var text, '}'] ? text.Trim() : root.Extent.Text.Trim();
    }

    /// <summary>Checks a block that decides on runs.</summary>
    /// <exception cref="TrackerException"><c>FilterNotSupported</c> or <c>FilterUnknownProperty</c>.</exception>
    public static void CheckCondition(ScriptBlock block) => FilterCheck.Check((ScriptBlockAst)block.Ast);

    private static Ast? Next(CommandParameterAst parameter) =>
        parameter.Parent is CommandAst command ? command.CommandElements.SkipWhile(element => element != parameter).Skip(1).FirstOrDefault() : null;
}
