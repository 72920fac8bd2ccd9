using ExperimentTracker.Web.Live;
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

    /// <summary>The user who makes the changes of the page.</summary>
    public string? Actor { get; init; }

    /// <summary>The events about changes of the store.</summary>
    public required EventHub Events { get; init; }
}
