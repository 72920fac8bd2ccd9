using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>
/// Sends requests to a server of MLflow. As MLflow's own clients do, it takes a token from the environment variable MLFLOW_TRACKING_TOKEN, or a user and a password from
/// MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.
/// </summary>
internal sealed class MLflowClient : IDisposable
{
    private const long LargestAnswer = 256 << 20;
    private const int Attempts = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpClient client;

    private MLflowClient(HttpClient client, string address) => (this.client, Address) = (client, address);

    /// <summary>The address, which has no secret.</summary>
    public string Address { get; }

    /// <summary>Makes a client for an address.</summary>
    /// <exception cref="TrackerException">
    /// <c>ImportAddressInvalid</c>: it is not an address of HTTP, has a user or a password, or credentials would be sent to another machine without encryption.
    /// </exception>
    public static MLflowClient Of(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0)
        {
            throw TransferErrors.ServerAddressInvalid("It is not an http:// or https:// address without a user, a password and a query, such as https://host:5000");
        }

        AuthenticationHeaderValue? login = Login();
        if (login is not null && uri.Scheme == "http" && !uri.IsLoopback)
        {
            throw TransferErrors.ServerAddressInvalid("The environment has a login for MLflow, which would be sent without encryption. Use an https:// address, or remove MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD");
        }

        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = new Uri(uri.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Patience, MaxResponseContentBufferSize = LargestAnswer,
        };
        client.DefaultRequestHeaders.Authorization = login;
        return new MLflowClient(client, uri.AbsoluteUri.TrimEnd('/'));
    }

    /// <summary>Requests JSON.</summary>
    /// <param name="path">The path after <c>/api/2.0/mlflow/</c>, with a query.</param>
    /// <param name="body">The body of a POST; <see langword="null"/> for a GET.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <returns>The answer, or <see langword="null"/> if the server has no such path or record.</returns>
    /// <exception cref="TrackerException"><c>ImportInterrupted</c>.</exception>
    public JsonElement? Get(string path, string? body, CancellationToken cancellation)
    {
        using HttpResponseMessage? answer = Send("api/2.0/mlflow/" + path, body, HttpCompletionOption.ResponseContentRead, cancellation);
        if (answer is null) return null;
        try
        {
            using Stream content = answer.Content.ReadAsStream(cancellation);
            using JsonDocument document = JsonDocument.Parse(content, new() { MaxDepth = MLflowJson.DeepestNesting });
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw TransferErrors.Interrupted(Address, $"the answer to {path.Split('?')[0]} is not JSON", e);
        }
    }

    /// <summary>Requests all pages of a list.</summary>
    /// <param name="request">Makes a request from the token of the page: the path and the body.</param>
    /// <param name="list">The member of the answers that has the list.</param>
    /// <param name="cancellation">Cancels the requests.</param>
    public IEnumerable<JsonElement> Pages(Func<string?, (string Path, string? Body)> request, string list, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? token = null;
        do
        {
            (string path, string? body) = request(token);
            if (Get(path, body, cancellation) is not { } page) yield break;
            foreach (JsonElement item in MLflowJson.List(page, list)) yield return item;
            token = MLflowJson.Text(page, "next_page_token");
        }
        while (!string.IsNullOrEmpty(token) && seen.Add(token));
    }

    /// <summary>Requests the bytes of a file.</summary>
    /// <returns>What <paramref name="read"/> returns, or <see langword="null"/> if the server does not give the file.</returns>
    public T? Download<T>(string path, Func<Stream, T> read, CancellationToken cancellation)
        where T : class
    {
        try
        {
            using HttpResponseMessage? answer = Send(path, null, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (answer is null) return null;
            using Stream content = answer.Content.ReadAsStream(cancellation);
            return read(content);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TrackerException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static AuthenticationHeaderValue? Login()
    {
        string? token = Environment.GetEnvironmentVariable("MLFLOW_TRACKING_TOKEN"), user = Environment.GetEnvironmentVariable("MLFLOW_TRACKING_USERNAME");
        if (!string.IsNullOrEmpty(token)) return new("Bearer", token);
        return string.IsNullOrEmpty(user) ? null : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Environment.GetEnvironmentVariable("MLFLOW_TRACKING_PASSWORD")}")));
    }

    private HttpResponseMessage? Send(string path, string? body, HttpCompletionOption completion, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            string failure;
            Exception? cause = null;
            try
            {
                using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
                if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                HttpResponseMessage answer = client.Send(request, completion, cancellation);
                if (answer.IsSuccessStatusCode) return answer;
                answer.Dispose();
                if (answer.StatusCode == HttpStatusCode.NotFound) return null;
                failure = $"the server answered {(int)answer.StatusCode} ({answer.StatusCode}) to {path.Split('?')[0]}";
                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)) throw TransferErrors.Interrupted(Address, failure);
            }
            catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                (failure, cause) = (e is HttpRequestException ? e.Message.TrimEnd('.') : $"the server did not answer within {Patience.TotalSeconds} s", e);
            }

            if (attempt == Attempts) throw TransferErrors.Interrupted(Address, failure, cause);
            cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(250 << attempt));
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
