using System.Net;
using ExperimentTracker.Alerts;
using ExperimentTracker.BuildServices;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>What is in the place of a reference: a text, or a user with a password.</summary>
/// <param name="Text">The text, or <see langword="null"/> for a credential.</param>
/// <param name="Credential">The credential, or <see langword="null"/> for a text.</param>
public sealed record SecretValue(string? Text, NetworkCredential? Credential = null)
{
    /// <summary>Its type, and nothing of its content.</summary>
    public override string ToString() => Text is null ? "a credential" : "a text";
}

/// <summary>What a process has for sending deliveries.</summary>
public sealed record AlertSenderOptions
{
    /// <summary>Returns what a reference names; <see langword="null"/> if there is nothing. It may throw <c>SecretNotAvailable</c>.</summary>
    public required Func<SecretReference, SecretValue?> Secret { get; init; }

    /// <summary>Runs the text of a block for an event; <see langword="null"/> if stored blocks are not run. It throws if the block fails.</summary>
    public Action<string, RunAlertEvent>? Run { get; init; }

    /// <summary>Writes lines to the log of the build; <see langword="null"/> outside of a build.</summary>
    public Action<IReadOnlyList<string>>? WriteToBuild { get; init; }

    /// <summary>The service that runs the build, or <see langword="null"/>.</summary>
    public BuildService? Build { get; init; }
}

/// <summary>Sends a message, with the id of the delivery; throws <see cref="AlertSendException"/> if it is not taken.</summary>
/// <param name="message">The message.</param>
/// <param name="id">The id of the delivery.</param>
/// <param name="cancellation">Cancels it.</param>
public delegate void AlertSending(AlertMessage message, string id, CancellationToken cancellation);

/// <summary>Sends the deliveries of alerts.</summary>
/// <param name="options">What this process has for it.</param>
/// <param name="time">The clock.</param>
public sealed class AlertSender(AlertSenderOptions options, TimeProvider time) : IDisposable
{
    private readonly WebHookSender hooks = new();

    /// <summary>Prepares to send, so that a delivery is only taken by a process that has what it takes.</summary>
    /// <returns>What sends it; <see langword="null"/> if this process does not: it runs no stored blocks, or is no build.</returns>
    /// <exception cref="TrackerException"><c>SecretNotAvailable</c>.</exception>
    public AlertSending? Prepare(AlertDelivery delivery) => delivery.Channel switch
    {
        AlertChannel.Action => options.Run is null ? null : (message, _, _) => Run(delivery.Script!, message),
        AlertChannel.WebHook => WebHook(delivery),
        AlertChannel.Mail => Mail(delivery),
        _ => options.Build is not { } build || options.WriteToBuild is null ? null : (message, _, _) => options.WriteToBuild(build.LogIssue(IssueSeverity.Warning, message.Title, message.Text)),
    };

    /// <inheritdoc/>
    public void Dispose() => hooks.Dispose();

    private AlertSending WebHook(AlertDelivery delivery)
    {
        bool isReference = SecretReference.TryParse(delivery.Address, out _);
        Uri address = WebHookAddress.Read(isReference ? TextOf(delivery.Address!) : delivery.Address)
            ?? throw AlertErrors.SecretNotAvailable(delivery.Address ?? "", "it is not an address that begins with https:// or http://");
        string? secret = delivery.Secret is null ? null : TextOf(delivery.Secret);
        return (message, id, cancellation) => hooks.Send(message, delivery.Format, address, secret, id, time.GetUtcNow(), cancellation);
    }

    private AlertSending Mail(AlertDelivery delivery)
    {
        NetworkCredential? credential = delivery.Credential is null ? null : CredentialOf(delivery.Credential);
        return (message, id, cancellation) => MailSender.Send(message, delivery, credential, id, cancellation);
    }

    private void Run(string script, AlertMessage message)
    {
        try
        {
            options.Run!(script, message.Event);
        }
        catch (Exception e) when (e is not (OperationCanceledException or AlertSendException))
        {
            throw new AlertSendException($"The block failed: {e.Message}");
        }
    }

    private string TextOf(string reference) =>
        Resolve(reference).Text is { Length: > 0 } text ? text.Trim() : throw AlertErrors.SecretNotAvailable(reference, "it is a credential, and a text is needed");

    private NetworkCredential CredentialOf(string reference)
    {
        SecretValue value = Resolve(reference);
        if (value.Credential is { } known) return known;
        int colon = value.Text!.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new(value.Text[..colon], value.Text[(colon + 1)..]) : throw AlertErrors.SecretNotAvailable(reference, "it is not of the form user:password, and no credential");
    }

    private SecretValue Resolve(string text)
    {
        if (!SecretReference.TryParse(text, out SecretReference? reference)) throw AlertErrors.SecretNotAvailable("A reference", "it is not of the form env:NAME or secret:NAME");
        return options.Secret(reference) is { } value && value != new SecretValue("")
            ? value
            : throw AlertErrors.SecretNotAvailable(text, reference.IsVariable ? "the watcher has no environment variable of this name" : "SecretManagement has no secret of this name");
    }
}
