using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Web;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Tests.Web;

/// <summary>A dashboard of a store, and a client that has its token.</summary>
public sealed class DashboardUnderTest : IDisposable
{
    public const string Token = "a token of the test, 1234567890";

    private readonly StoreUnderTest store;

    public DashboardUnderTest(StoreUnderTest store, bool allowChanges = false, Uri? publicAddress = null, TimeSpan? longestWrite = null, bool servesMlflow = false, bool withoutToken = false)
    {
        this.store = store;
        Server = new DashboardServer(new DashboardOptions
        {
            Store = store.Store,
            Token = Token,
            AllowChanges = allowChanges,
            ServesMlflow = servesMlflow,
            WithoutToken = withoutToken,
            PublicAddress = publicAddress,
            Actor = "tester@here",
            ModuleVersion = "1.2.3",
            Limits = new HttpLimits { LongestWrite = longestWrite ?? TimeSpan.FromSeconds(30) },
        });
        Client = NewClient();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public DashboardServer Server { get; }

    public HttpClient Client { get; }

    public IExperimentStore Store => store.Store;

    /// <summary>A client without the token, which follows no redirection and keeps no cookie.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{Server.Port}/") };

    /// <summary>Gets an answer of the API.</summary>
    public async Task<JsonElement> GetAsync(string path, int status = 200)
    {
        using HttpResponseMessage reply = await Client.GetAsync(path);
        return await JsonOf(reply, status);
    }

    /// <summary>Posts an object to the API.</summary>
    public async Task<JsonElement> PostAsync(string path, object body, int status = 200, string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        if (secret is not null) request.Headers.Add("X-Experiment-Change", secret);
        using HttpResponseMessage reply = await Client.SendAsync(request);
        return await JsonOf(reply, status);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
        store.Dispose();
    }

    private static async Task<JsonElement> JsonOf(HttpResponseMessage reply, int status)
    {
        string text = await reply.Content.ReadAsStringAsync();
        Assert.True((int)reply.StatusCode == status, $"{(int)reply.StatusCode}: {text}");
        Assert.Equal("application/json", reply.Content.Headers.ContentType?.ToString());
        return JsonDocument.Parse(text).RootElement;
    }
}
