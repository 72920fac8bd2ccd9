namespace ExperimentTracker.Tests.Support;

/// <summary>A theory that needs a path of the system, such as /proc. Without it, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsPathTheoryAttribute : TheoryAttribute
{
    public NeedsPathTheoryAttribute(string path)
    {
        Path = path;
        if (!System.IO.Path.Exists(path)) Skip = $"This system has no {path}.";
    }

    public string Path { get; }
}
