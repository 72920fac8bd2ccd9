using System.Net;
using System.Text;
using System.Text.Json;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Web.Mlflow;

/// <summary>A server that speaks MLflow's protocol, and a client of the test's own that sends what the documentation of the protocol says.</summary>
public sealed class MlflowClient : IDisposable
{
    private readonly DashboardUnderTest server;

    public MlflowClient(StoreUnderTest store) => server = new DashboardUnderTest(store, servesMlflow: true);

    public IExperimentStore Store => server.Store;

    public HttpClient Http => server.Client;

    /// <summary>A client without the token.</summary>
    public HttpClient NewHttp() => server.NewClient();

    public void Dispose() => server.Dispose();

    public Task<JsonElement> GetAsync(string path, int status = 200) => SendAsync("GET", path, null, status);

    public Task<JsonElement> PostAsync(string path, object body, int status = 200) => SendAsync("POST", path, body, status);

    /// <summary>Sends a request, and returns the answer, which must have the status.</summary>
    public async Task<JsonElement> SendAsync(string method, string path, object? body, int status = 200)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : $"/api/2.0/mlflow/{path}");
        if (body is not null) request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using HttpResponseMessage reply = await Http.SendAsync(request);
        string text = await reply.Content.ReadAsStringAsync();
        Assert.True((int)reply.StatusCode == status, $"{method} {path}: {(int)reply.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Creates an experiment and returns its id.</summary>
    public async Task<string> ExperimentAsync(string name) => (await PostAsync("experiments/create", new { name })).At("experiment_id").GetString()!;

    /// <summary>Creates a run and returns its id.</summary>
    public async Task<string> RunAsync(string experiment, object? tags = null, string? name = null) =>
        (await PostAsync("runs/create", new { experiment_id = experiment, user_id = "ann", run_name = name, tags = tags ?? Array.Empty<object>() })).At("run.info.run_id").GetString()!;

    /// <summary>Puts a file, and returns the status.</summary>
    public async Task<HttpStatusCode> PutAsync(string path, byte[] content)
    {
        using HttpResponseMessage reply = await Http.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{path}", new ByteArrayContent(content));
        return reply.StatusCode;
    }

    /// <summary>The values of a list of pairs by key.</summary>
    public static Dictionary<string, string> Pairs(JsonElement element, string path) => element.At(path[..path.LastIndexOf('.')]).TryGetProperty(path[(path.LastIndexOf('.') + 1)..], out JsonElement list)
        ? list.EnumerateArray().ToDictionary(pair => pair.At("key").GetString()!, pair => pair.At("value").ToString()) : [];
}
