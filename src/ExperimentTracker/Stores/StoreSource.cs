using System.Management.Automation;

namespace ExperimentTracker.Stores;

/// <summary>The value of <c>-Store</c>: a path, an address, or the output of Connect- or Get-ExperimentStore.</summary>
public sealed class StoreSource
{
    /// <summary>Identifies a store by its path or its address.</summary>
    public StoreSource(string path) => Path = path;

    /// <summary>Identifies a store by its record.</summary>
    public StoreSource(StoreInfo info)
    {
        Path = info.Path;
        if (info.IsInMemory) InMemoryId = info.StoreId;
    }

    /// <summary>Identifies a store by a deserialized record, or by a row with its path.</summary>
    /// <exception cref="PSInvalidCastException">The object is a deserialized record of another kind, whose path is not that of a store.</exception>
    public StoreSource(PSObject deserialized)
    {
        if (DeserializedKind.Of(deserialized) is { } kind and not nameof(StoreInfo)) throw new PSInvalidCastException($"The object is a {kind}, and not a store.");
        Path = deserialized.Properties["Path"]?.Value as string ?? deserialized.ToString();
        if (deserialized.Properties["IsInMemory"]?.Value is true) InMemoryId = deserialized.Properties["StoreId"]?.Value as string;
    }

    /// <summary>The path or the address, as it was given.</summary>
    public string Path { get; }

    /// <summary>The id of a store in memory.</summary>
    public string? InMemoryId { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
