using System.Net;
using ExperimentTracker.Contracts.Assistants;
using ExperimentTracker.Web.Access;
using ExperimentTracker.Web.Api;
using ExperimentTracker.Web.Assets;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Live;
using ExperimentTracker.Web.Mlflow;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web;

/// <summary>The server of a live page about a store: the page's files, a JSON API and events, over HTTP.</summary>
public sealed class DashboardServer : IHttpHandler, IDisposable
{
    private const string AssetsPath = "/assets/";
    private const string ApiPath = "/api/";

    private readonly HttpServer http;
    private readonly AccessPolicy access;
    private readonly PageAssets assets = new(Environment.GetEnvironmentVariable(PageAssets.FolderVariable));
    private readonly StoreHandle store;
    private readonly ApiRouter api;
    private readonly MlflowRouter? mlflow;
    private readonly AssistantEndpoint? assistants;
    private readonly EventHub events;
    private readonly string? token;
    private readonly HttpLimits limits;
    private readonly Uri? publicAddress;

    /// <summary>Starts a server.</summary>
    /// <exception cref="TrackerException"><c>DashboardAddressUnavailable</c>: the address or the port cannot be used.</exception>
    public DashboardServer(DashboardOptions options)
    {
        if (options.WithoutToken && !IPAddress.IsLoopback(options.Address)) throw DashboardErrors.TokenMissing(options.Address);
        (token, publicAddress, limits) = (options.WithoutToken ? null : options.Token ?? Secrets.New(), options.PublicAddress, options.Limits);
        store = new StoreHandle(options.Store, options.Open);
        mlflow = options.ServesMlflow ? new MlflowRouter(store, options.Project, options.Actor, options.PublicAddress) : null;
        try
        {
            http = new HttpServer(new IPEndPoint(options.Address, options.Port), options.Limits, this);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw DashboardErrors.AddressUnavailable(options.Address, options.Port, e);
        }

        access = new AccessPolicy(http.Address, token, options.PublicAddress, mlflow);
        events = new EventHub(store, http.Stopping);
        assistants = options.Assistants is null ? null
            : new AssistantEndpoint(options.Assistants, new AssistantSource { Store = store.Get, Filters = options.Filters, ModuleVersion = options.ModuleVersion });
        api = new ApiRouter(store, new ApiServices
        {
            Filters = options.Filters,
            ModuleVersion = options.ModuleVersion,
            AllowChanges = options.AllowChanges,
            ChangeSecret = Secrets.New(),
            Events = events,
            Actor = options.Actor,
        });
        StartedAt = options.Store.Time.GetLocalNow().DateTime;
        http.Start();
    }

    /// <summary>The address of the page, without the token.</summary>
    public Uri Address => publicAddress ?? new UriBuilder("http", Host, http.Address.Port).Uri;

    /// <summary>The address of the page with the token, for a browser.</summary>
    public Uri Url => token is null ? Address : new(Address, $"?token={Uri.EscapeDataString(token)}");

    /// <summary>The token that requests need, or <see langword="null"/> if they need none.</summary>
    public string? Token => token;

    /// <summary>
    /// Returns an address for one visit within a minute, after which the browser has the token. Other users of the machine can see what a browser is started with.
    /// </summary>
    public string NewVisit() => new Uri(Address, $"?token={access.NewVisit()}").AbsoluteUri;

    /// <summary>The port that the server listens on.</summary>
    public int Port => http.Address.Port;

    /// <summary>When the server started, in local time.</summary>
    public DateTime StartedAt { get; }

    /// <summary>The number of open connections.</summary>
    public int Connections => http.Connections;

    /// <summary>Stops the server and closes all connections.</summary>
    public void Dispose()
    {
        http.Dispose();
        mlflow?.Dispose();
        store.Dispose();
    }

    private string Host => http.Address.Address.Equals(IPAddress.Any) || http.Address.Address.Equals(IPAddress.Loopback) ? "127.0.0.1" : http.Address.Address.ToString();

    async Task<HttpReply> IHttpHandler.AnswerAsync(HttpRequest request, CancellationToken stopping) =>
        SecurityHeaders.Secure(access.Check(request) ?? await RouteAsync(request, access.PathOf(request), stopping).ConfigureAwait(false));

    HttpReply? IHttpHandler.RefuseUpload(HttpRequest request)
    {
        string path = access.PathOf(request);
        long largest = mlflow?.Covers(path) is true ? mlflow.LargestBody(request, path) : limits.LargestBody;
        HttpReply? refusal = largest <= limits.LargestBody ? null : access.Check(request);
        if (refusal is null && request.BodyLength > largest) refusal = HttpReply.Text(413, $"The body of this request has at most {largest} bytes. Send several requests.");
        return refusal is null ? null : SecurityHeaders.Secure(refusal);
    }

    private async Task<HttpReply> RouteAsync(HttpRequest request, string path, CancellationToken stopping)
    {
        if (mlflow?.Covers(path) is true) return await mlflow.AnswerAsync(request, path, stopping).ConfigureAwait(false);
        if (assistants is not null && path == AssistantEndpoint.Path) return await assistants.AnswerAsync(request, stopping).ConfigureAwait(false);

        // Where Prometheus looks by default.
        if (path == "/metrics") return await api.AnswerAsync(request, "metrics", stopping).ConfigureAwait(false);
        if (path.StartsWith(ApiPath, StringComparison.Ordinal)) return await api.AnswerAsync(request, path[ApiPath.Length..], stopping).ConfigureAwait(false);
        try
        {
            if (request.Method == "POST") throw new HttpProblem(405, "MethodNotAllowed", "Use GET.");
            return path == "/" ? assets.Page(request)
                : path.StartsWith(AssetsPath, StringComparison.Ordinal) ? assets.File(request, Uri.UnescapeDataString(path[AssetsPath.Length..]))
                : throw HttpProblem.NotFound(path);
        }
        catch (HttpProblem problem)
        {
            return HttpReply.Text(problem.Status, problem.Message);
        }
    }
}
