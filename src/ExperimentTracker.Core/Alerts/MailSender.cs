using System.Net;
using System.Net.Mail;
using System.Text;

namespace ExperimentTracker.Alerts;

/// <summary>
/// Sends mails. It uses the client of .NET, which knows no implicit TLS (port 465) and no OAuth: the library that .NET recommends instead, MailKit, would add a fifth to the size of the module.
/// </summary>
internal static class MailSender
{
    private const int TimeoutMilliseconds = 30_000;
    private const int LongestSubject = 200;

    /// <summary>Sends a message. With a credential, the server must offer TLS (STARTTLS), unless it is on this machine.</summary>
    /// <exception cref="AlertSendException">It was not taken.</exception>
    public static void Send(AlertMessage message, AlertDelivery delivery, NetworkCredential? credential, string id, CancellationToken cancellation)
    {
        SmtpPlace place = SmtpPlace.Read(delivery.SmtpServer) ?? throw new AlertSendException("The server of the mail is not valid.", isFinal: true);
        using MailMessage mail = Of(message, delivery, id);
        bool isHere = place.Host is "localhost" || (IPAddress.TryParse(place.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
        using var client = new SmtpClient(place.Host.Trim('[', ']'), place.Port ?? (credential is null ? 25 : 587))
        {
            Timeout = TimeoutMilliseconds,
            EnableSsl = !isHere && (credential is not null || place.Port == 587),
            UseDefaultCredentials = false,
            Credentials = credential,
        };
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ending.CancelAfter(TimeoutMilliseconds);
        try
        {
            client.SendMailAsync(mail, ending.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new AlertSendException($"The mail server did not answer within {TimeoutMilliseconds / 1000} seconds.");
        }
        catch (SmtpException e)
        {
            throw new AlertSendException($"The mail server did not take the mail: {Reason(e)}", IsFinal(e));
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or FormatException)
        {
            throw new AlertSendException($"The mail could not be sent: {e.Message}", isFinal: e is FormatException);
        }
    }

    /// <summary>The mail: plain text, whose Message-ID is the id of the delivery, so that a repetition can be recognised.</summary>
    internal static MailMessage Of(AlertMessage message, AlertDelivery delivery, string id)
    {
        string subject = $"{message.Title} – {message.Text}";
        var text = new StringBuilder().Append(message.Text).Append("\r\n\r\n");
        foreach ((string name, string value) in message.Facts) text.Append(name).Append(": ").Append(value).Append("\r\n");
        var from = new MailAddress(delivery.From!);
        var mail = new MailMessage(from, new MailAddress(delivery.To!))
        {
            Subject = subject.Length <= LongestSubject ? subject : subject[..LongestSubject] + " …",
            SubjectEncoding = Encoding.UTF8,
            Body = text.ToString(),
            BodyEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        mail.Headers["Message-ID"] = $"<{id}@{(from.Host.All(char.IsAscii) ? from.Host : "experiment-tracker.invalid")}>";
        mail.Headers["Auto-Submitted"] = "auto-generated"; // RFC 3834: no automatic answers
        return mail;
    }

    // RFC 5321: a reply that begins with 5 is final, except those that a wrong configuration gives, which someone corrects.
    private static bool IsFinal(SmtpException e) => e.StatusCode is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath
        or SmtpStatusCode.TransactionFailed or SmtpStatusCode.ExceededStorageAllocation;

    private static string Reason(SmtpException e) => e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message;
}
