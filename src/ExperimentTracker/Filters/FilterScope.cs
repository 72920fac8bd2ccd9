using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace ExperimentTracker.Filters;

/// <summary>Creates blocks that see the variables and commands that the block of a filter sees.</summary>
/// <param name="block">The block of the filter.</param>
internal sealed class FilterScope(ScriptBlock block)
{
    // PowerShell has a public method for blocks of modules only.
    private static readonly PropertyInfo? SessionState = typeof(ScriptBlock).GetProperty("SessionStateInternal", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Creates a block from text, in the file and the session state of the filter.</summary>
    public ScriptBlock Create(string text)
    {
        ScriptBlock created = Parser.ParseInput(text, block.File, out _, out _).GetScriptBlock();
        if (SessionState is not null) SessionState.SetValue(created, SessionState.GetValue(block));
        else if (block.Module is { } module) created = module.NewBoundScriptBlock(created);
        return created;
    }
}
