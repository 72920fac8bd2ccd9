using System.Management.Automation;

namespace ExperimentTracker.Stores;

/// <summary>What <c>-Store</c> takes: a path, or the object that Connect- or Get-ExperimentStore gave.</summary>
public sealed class StoreSource
{
    /// <summary>Names a store by its path.</summary>
    public StoreSource(string path) => Path = path;

    /// <summary>Names a store by its object.</summary>
    public StoreSource(StoreInfo info)
    {
        Path = info.Path;
        if (info.IsInMemory) InMemoryId = info.StoreId;
    }

    /// <summary>Names a store by an object that came back from a job or a file.</summary>
    public StoreSource(PSObject deserialized)
    {
        Path = deserialized.Properties["Path"]?.Value as string ?? deserialized.ToString();
        if (deserialized.Properties["IsInMemory"]?.Value is true) InMemoryId = deserialized.Properties["StoreId"]?.Value as string;
    }

    /// <summary>The path, as it was given.</summary>
    public string Path { get; }

    /// <summary>The id of a store in memory.</summary>
    public string? InMemoryId { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
