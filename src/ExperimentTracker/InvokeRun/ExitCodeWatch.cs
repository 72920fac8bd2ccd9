using System.Management.Automation;

namespace ExperimentTracker.InvokeRun;

/// <summary>
/// Replaces the global variable <c>$LASTEXITCODE</c> and reports each value that is assigned to it. The engine has no event for the end of a native
/// program, but writes its exit code here each time.
/// </summary>
internal sealed class ExitCodeWatch : PSVariable, IDisposable
{
    // With its scope, because a variable is set by name, and in the scope of the caller if the name has no scope.
    private const string Global = "global:LASTEXITCODE";

    private readonly PSVariableIntrinsics variables;
    private readonly PSVariable before;
    private readonly bool isNew;
    private readonly Action<object?> assigned;

    private ExitCodeWatch(PSVariableIntrinsics variables, PSVariable before, bool isNew, Action<object?> assigned)
        : base(Global) => (this.variables, this.before, this.isNew, this.assigned) = (variables, before, isNew, assigned);

    /// <summary>The exit code, stored in the original variable, so that a watch around this one is notified as well.</summary>
    public override object? Value
    {
        get => before?.Value;
        set
        {
            // Null during the constructor of the base class.
            if (before is null) return;
            before.Value = value;
            assigned(value);
        }
    }

    /// <summary>Starts the watch.</summary>
    public static ExitCodeWatch Start(PSVariableIntrinsics variables, Action<object?> assigned)
    {
        bool isNew = variables.Get(Global) is null;
        if (isNew) variables.Set(Global, null);
        PSVariable before = variables.Get(Global);
        var watch = new ExitCodeWatch(variables, before, isNew, assigned);
        Replace(variables, watch);
        return watch;
    }

    /// <summary>Restores the original variable, with its current value.</summary>
    public void Dispose()
    {
        if (!ReferenceEquals(variables.Get(Global), this)) return;
        if (before is ExitCodeWatch around) Replace(variables, around);
        else if (isNew && before.Value is null) variables.Remove(Global);
        else
        {
            variables.Remove(Global);
            variables.Set(Global, before.Value);
        }
    }

    // Setting an existing variable would copy the new value into it.
    private static void Replace(PSVariableIntrinsics variables, PSVariable variable)
    {
        variables.Remove(Global);
        variables.Set(variable);
    }
}
