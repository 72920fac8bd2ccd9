using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>
/// Requests to an MLflow server (REST API 2.0). What a server or the network fails at for a moment is asked again a few times. Credentials are in the environment variables
/// of MLflow's own clients: <c>MLFLOW_TRACKING_TOKEN</c>, or <c>MLFLOW_TRACKING_USERNAME</c> and <c>MLFLOW_TRACKING_PASSWORD</c>.
/// </summary>
internal sealed class MLflowApi : IDisposable
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(60);
    private readonly HttpClient http;
    private readonly Uri address;

    public MLflowApi(string address)
    {
        this.address = new Uri(address.EndsWith('/') ? address : address + "/");
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = LongestAnswer };
        http.DefaultRequestHeaders.Authorization = Credentials();
    }

    /// <summary>Gets an answer.</summary>
    /// <param name="path">The path after <c>api/2.0/mlflow/</c>.</param>
    /// <param name="parameters">The parameters of the query.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="MLflowProblem">The server refused it.</exception>
    /// <exception cref="TrackerException"><c>ExportServerUnreachable</c>.</exception>
    public JsonElement Get(string path, CancellationToken cancellation, params (string Name, string Value)[] parameters)
    {
        string query = string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
        return Send(() => new HttpRequestMessage(HttpMethod.Get, new Uri(address, $"api/2.0/mlflow/{path}?{query}")), cancellation);
    }

    /// <summary>Posts an object.</summary>
    /// <param name="path">The path after <c>api/2.0/mlflow/</c>.</param>
    /// <param name="body">The object.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <param name="once">Whether it must not be sent again when its answer is lost, because a second one would have another effect.</param>
    /// <exception cref="MLflowProblem">The server refused it.</exception>
    /// <exception cref="TrackerException"><c>ExportServerUnreachable</c>.</exception>
    public JsonElement Post(string path, object body, CancellationToken cancellation, bool once = false)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(body);
        return Send(
            () => new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"api/2.0/mlflow/{path}"))
            {
                Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            },
            cancellation,
            once ? 1 : Attempts);
    }

    /// <summary>Uploads a file through the server.</summary>
    /// <param name="path">The path below the artifacts of the server.</param>
    /// <param name="open">Opens the content, again for each attempt.</param>
    /// <param name="cancellation">Cancels the upload.</param>
    public void Put(string path, Func<Stream> open, CancellationToken cancellation) => Send(
        () => new HttpRequestMessage(HttpMethod.Put, new Uri(address, $"api/2.0/mlflow-artifacts/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}"))
        {
            Content = new StreamContent(open()),
        },
        cancellation);

    public void Dispose() => http.Dispose();

    private static AuthenticationHeaderValue? Credentials()
    {
        if (Environment.GetEnvironmentVariable("MLFLOW_TRACKING_TOKEN") is { Length: > 0 } token) return new("Bearer", token);
        return Environment.GetEnvironmentVariable("MLFLOW_TRACKING_USERNAME") is { Length: > 0 } user
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Environment.GetEnvironmentVariable("MLFLOW_TRACKING_PASSWORD")}")))
            : null;
    }

    private JsonElement Send(Func<HttpRequestMessage> create, CancellationToken cancellation, int attempts = Attempts)
    {
        TimeSpan pause = FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            string why;
            try
            {
                using HttpRequestMessage request = create();
                using HttpResponseMessage answer = http.Send(request, HttpCompletionOption.ResponseContentRead, cancellation);
                byte[] content = Read(answer);
                if (answer.IsSuccessStatusCode) return content.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(content);
                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)) throw MLflowProblem.Of(answer.StatusCode, content);
                why = $"it answers {(int)answer.StatusCode}";
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                why = e.Message.TrimEnd('.');
            }

            if (attempt >= attempts) throw TransferErrors.ServerUnreachable(address.AbsoluteUri, why);
            cancellation.WaitHandle.WaitOne(pause);
            pause *= 3;
        }
    }

    private static byte[] Read(HttpResponseMessage answer)
    {
        using var content = new MemoryStream();
        using Stream body = answer.Content.ReadAsStream();
        body.CopyTo(content);
        return content.ToArray();
    }
}
