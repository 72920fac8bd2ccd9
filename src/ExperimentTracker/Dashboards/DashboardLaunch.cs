using System.Management.Automation.Runspaces;
using System.Net;
using System.Reflection;
using System.Security;
using ExperimentTracker.Contracts.Assistants;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;
using ExperimentTracker.Loading;
using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Web;

namespace ExperimentTracker.Dashboards;

/// <summary>How a dashboard is started.</summary>
internal sealed record DashboardLaunch
{
    private const int ShortestToken = 16;

    /// <summary>The port to listen on; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The address to listen on; <see langword="null"/> for loopback.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>The token; <see langword="null"/> for a random one.</summary>
    public SecureString? Token { get; init; }

    /// <summary>The address under which a proxy makes the page public.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>Whether the page may change the store.</summary>
    public bool AllowChanges { get; init; }

    /// <summary>Whether every program of this machine is answered, without a token.</summary>
    public bool WithoutToken { get; init; }

    /// <summary>The name of the project in which clients of MLflow create records; <see langword="null"/> for a dashboard that they cannot use.</summary>
    public string? MlflowProject { get; init; }

    /// <summary>Whether assistants can use the dashboard.</summary>
    public bool ServesAssistants { get; init; }

    /// <summary>The version of the module.</summary>
    public static string ModuleVersion { get; } =
        typeof(DashboardLaunch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Whether the dashboard can be reached from other machines.</summary>
    public bool IsRemote => ListenAddress is not null && !IPAddress.IsLoopback(ListenAddress);

    /// <summary>Throws for what cannot be served.</summary>
    /// <exception cref="TrackerException"><c>DashboardTokenMissing</c>, <c>DashboardTokenTooShort</c> <c>DashboardAddressInvalid</c> or <c>InvalidName</c>.</exception>
    public void Check()
    {
        if (IsRemote && (Token is null || WithoutToken)) throw DashboardErrors.TokenMissing(ListenAddress!);
        if (Token is { Length: < ShortestToken }) throw DashboardErrors.TokenTooShort(ShortestToken);
        if (PublicAddress is { } address && !(address.IsAbsoluteUri && address.Scheme is "http" or "https" && address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0))
            throw DashboardErrors.AddressInvalid(address.OriginalString);
        if (MlflowProject is not null) Names.Check(RecordType.Project, MlflowProject);
    }

    /// <summary>Starts a dashboard of a store in a session.</summary>
    /// <exception cref="TrackerException"><c>DashboardAddressUnavailable</c>, and the errors of opening a store.</exception>
    public ExperimentDashboard Start(IExperimentStore store, Runspace session, CancellationToken cancellation)
    {
        // The session may close its store. A store in memory, and one whose login only the session has, cannot be opened again.
        StoreAddress address = store.Address;
        Func<CancellationToken, IExperimentStore>? open = store.IsInMemory ? null : token => StoreEngines.Open(address, StoreOpening.Existing, token);
        IExperimentStore own = store;
        try
        {
            own = open?.Invoke(cancellation) ?? store;
        }
        catch (TrackerException e) when (e.ErrorId == "StoreLoginFailed")
        {
            open = null;
        }

        try
        {
            var filters = new FilterLanguage();
            var server = new DashboardServer(new DashboardOptions
            {
                Store = own,
                Open = open,
                Address = ListenAddress ?? IPAddress.Loopback,
                Port = Port,
                Token = Token is null ? null : new NetworkCredential("", Token).Password,
                PublicAddress = PublicAddress is { } given && !given.AbsoluteUri.EndsWith('/') ? new Uri(given.AbsoluteUri + "/") : PublicAddress,
                AllowChanges = AllowChanges,
                WithoutToken = WithoutToken,
                ServesMlflow = MlflowProject is not null,
                Project = MlflowProject ?? Project.DefaultName,
                Filters = filters,
                Actor = ProcessIdentities.Actor,
                ModuleVersion = ModuleVersion,
                Assistants = ServesAssistants ? ModulePart.Mcp.Entry<IAssistantServer>(AssistantErrors.Missing) : null,
            });
            var dashboard = new ExperimentDashboard(server, filters, store.Path, address.Key, this, session);
            OpenDashboards.Add(dashboard);
            return dashboard;
        }
        catch
        {
            if (open is not null) own.Dispose();
            throw;
        }
    }
}
