using System.Net;
using ExperimentTracker.Contracts.Assistants;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web;

/// <summary>What a dashboard serves, and to whom.</summary>
public sealed record DashboardOptions
{
    /// <summary>The store.</summary>
    public required IExperimentStore Store { get; init; }

    /// <summary>
    /// Opens the store again when it was removed or replaced. With it, the dashboard closes the store when it ends; without it, the store belongs to the caller.
    /// </summary>
    public Func<CancellationToken, IExperimentStore>? Open { get; init; }

    /// <summary>The address to listen on. On another one than loopback, everyone who has the token can read the store.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The token that every request needs; <see langword="null"/> for a random one.</summary>
    public string? Token { get; init; }

    /// <summary>Whether every program of this machine is answered, without a token. Only for the loopback address.</summary>
    public bool WithoutToken { get; init; }

    /// <summary>Whether clients of MLflow can use the store, and so change it.</summary>
    public bool ServesMlflow { get; init; }

    /// <summary>The name of the project in which clients of MLflow create experiments and models.</summary>
    public string Project { get; init; } = ExperimentTracker.Project.DefaultName;

    /// <summary>Whether the page may change the store.</summary>
    public bool AllowChanges { get; init; }

    /// <summary>The address under which a proxy makes the page public: <c>https://host/prefix/</c>; <see langword="null"/> for none.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>The language of filters; <see langword="null"/> for a dashboard without filters.</summary>
    public IRunFilterLanguage? Filters { get; init; }

    /// <summary>Serves assistants at <c>/mcp</c>; <see langword="null"/> for a dashboard without.</summary>
    public IAssistantServer? Assistants { get; init; }

    /// <summary>The user who makes the changes of the page: <c>user@host</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>The version of the module, which the page shows.</summary>
    public string ModuleVersion { get; init; } = "";

    /// <summary>What a client may take of the server.</summary>
    internal HttpLimits Limits { get; init; } = new();
}
