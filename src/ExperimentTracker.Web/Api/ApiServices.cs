using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Api;

/// <summary>What all requests of a server share.</summary>
internal sealed class ApiServices
{
    /// <summary>The lists of runs of recent queries.</summary>
    public RunLists Lists { get; } = new();

    /// <summary>The language of filters; <see langword="null"/> without filters.</summary>
    public IRunFilterLanguage? Filters { get; init; }

    /// <summary>The version of the module.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>Whether the page may change the store.</summary>
    public bool AllowChanges { get; init; }

    /// <summary>What a request that changes the store must send.</summary>
    public required string ChangeSecret { get; init; }

    /// <summary>Returns the version of the store: another one after each change that was noticed; 0 while nobody looks for changes.</summary>
    public required Func<long> Version { get; init; }
}
