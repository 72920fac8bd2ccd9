namespace ExperimentTracker.Tests.Support;

/// <summary>A fact that needs the npm packages of a folder of <c>tests/services</c>. Without them, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsNodePackagesFactAttribute : FactAttribute
{
    public NeedsNodePackagesFactAttribute(string service)
    {
        Service = service;
        Skip = NodePackages.Obstacle(Folder(service), service);
    }

    public string Service { get; }

    public static string Folder(string service) => Path.Combine(SourceTree.Root, "tests/services", service);
}
