namespace ExperimentTracker.Tests.Support;

/// <summary>A fact that needs a command line tool. Without it, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsToolFactAttribute : FactAttribute
{
    public NeedsToolFactAttribute(string tool)
    {
        Tool = tool;
        if (Tools.Find(tool) is null) Skip = $"'{tool}' is not on the PATH of this machine; on Debian: apt-get install {tool}.";
    }

    public string Tool { get; }
}
