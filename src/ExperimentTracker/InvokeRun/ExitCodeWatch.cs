using System.Management.Automation;

namespace ExperimentTracker.InvokeRun;

/// <summary>
/// Stands in the place of the global variable <c>$LASTEXITCODE</c> and tells of each value it is given: the engine has no event for the end
/// of a native program, but writes its exit code here each time.
/// </summary>
internal sealed class ExitCodeWatch : PSVariable, IDisposable
{
    // With its scope, since a variable is set by its name, and in the scope of the caller if the name says nothing else.
    private const string Global = "global:LASTEXITCODE";

    private readonly PSVariableIntrinsics variables;
    private readonly PSVariable before;
    private readonly bool isNew;
    private readonly Action<object?> told;

    private ExitCodeWatch(PSVariableIntrinsics variables, PSVariable before, bool isNew, Action<object?> told)
        : base(Global) => (this.variables, this.before, this.isNew, this.told) = (variables, before, isNew, told);

    /// <summary>The exit code, kept where it was kept before, so that a watch around this one is told as well.</summary>
    public override object? Value
    {
        get => before?.Value;
        set
        {
            // Null while the base class is made.
            if (before is null) return;
            before.Value = value;
            told(value);
        }
    }

    /// <summary>Begins to watch.</summary>
    public static ExitCodeWatch Start(PSVariableIntrinsics variables, Action<object?> told)
    {
        bool isNew = variables.Get(Global) is null;
        if (isNew) variables.Set(Global, null);
        PSVariable before = variables.Get(Global);
        var watch = new ExitCodeWatch(variables, before, isNew, told);
        Replace(variables, watch);
        return watch;
    }

    /// <summary>Puts the variable back that was there, with the value it has now.</summary>
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

    // To set a variable that is there copies the new one into it.
    private static void Replace(PSVariableIntrinsics variables, PSVariable variable)
    {
        variables.Remove(Global);
        variables.Set(variable);
    }
}
