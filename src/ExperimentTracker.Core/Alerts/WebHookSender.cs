using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using ExperimentTracker.Redaction;

namespace ExperimentTracker.Alerts;

/// <summary>Sends requests to web hooks. A redirection is not followed: it would take a signed message elsewhere.</summary>
internal sealed class WebHookSender : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    // What is not 2xx, and still not the fault of the request: the receiver is busy, or behind something that is.
    private static readonly HttpStatusCode[] Passing = [HttpStatusCode.RequestTimeout, (HttpStatusCode)425, HttpStatusCode.TooManyRequests];

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        Timeout = Timeout,
    };

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="format">The form of the body.</param>
    /// <param name="address">The address, which may be secret.</param>
    /// <param name="secret">The secret to sign with, or <see langword="null"/>.</param>
    /// <param name="id">The id of the delivery.</param>
    /// <param name="time">The current time.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="AlertSendException">It was not taken.</exception>
    public void Send(AlertMessage message, WebHookFormat format, Uri address, string? secret, string id, DateTimeOffset time, CancellationToken cancellation)
    {
        byte[] body = WebHookPayload.Of(message, format);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ExperimentTracker", null));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Idempotency-Key", $"\"{id}\"");
        if (secret is not null) request.Headers.Add("webhook-signature", WebHookSignature.Of(secret, id, time.ToUnixTimeSeconds(), body));
        try
        {
            using HttpResponseMessage answer = client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode) throw Refused(answer, time);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new AlertSendException($"The web hook did not answer within {Timeout.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            throw new AlertSendException($"The web hook could not be reached: {new SecretRedactor([address.OriginalString, address.PathAndQuery]).Text(e.Message)}");
        }
    }

    public void Dispose() => client.Dispose();

    private static AlertSendException Refused(HttpResponseMessage answer, DateTimeOffset now)
    {
        int status = (int)answer.StatusCode;
        RetryConditionHeaderValue? retry = answer.Headers.RetryAfter;
        TimeSpan? after = retry?.Delta ?? (retry?.Date is { } date ? date - now : null);
        bool isFinal = status is >= 300 and < 500 && !Passing.Contains(answer.StatusCode);
        string reason = status is >= 300 and < 400 ? ", a redirection, which is not followed" : "";
        return new AlertSendException(FormattableString.Invariant($"The web hook answered {status}{reason}."), isFinal, after > TimeSpan.Zero ? after : null);
    }
}
