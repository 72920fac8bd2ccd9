using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>How an alert is told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertChannel>))]
public enum AlertChannel : long
{
    /// <summary>A script block runs.</summary>
    Action,

    /// <summary>A request is sent to a web hook.</summary>
    WebHook,

    /// <summary>A mail is sent.</summary>
    Mail,

    /// <summary>The build in which the watcher runs shows an issue.</summary>
    BuildIssue,
}

/// <summary>The form of what is sent to a web hook.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebHookFormat>))]
public enum WebHookFormat : long
{
    /// <summary>The event as JSON, with the run and the model version.</summary>
    Json,

    /// <summary>An adaptive card, for the web hooks of Workflows in Microsoft Teams.</summary>
    Teams,

    /// <summary>A message of Slack's incoming web hooks.</summary>
    Slack,

    /// <summary>A message of Discord's web hooks.</summary>
    Discord,
}

/// <summary>
/// One way in which an alert is told. Secrets are references: <c>env:NAME</c> is an environment variable of the watcher, <c>secret:NAME</c> or <c>secret:VAULT/NAME</c> what Get-Secret of
/// SecretManagement returns.
/// </summary>
public sealed record AlertDelivery
{
    /// <summary>How it is told.</summary>
    public required AlertChannel Channel { get; init; }

    /// <summary>The text of the script block of an action.</summary>
    public string? Script { get; init; }

    /// <summary>The address of a web hook: a reference, or an address that is no secret.</summary>
    public string? Address { get; init; }

    /// <summary>The form of what is sent to a web hook.</summary>
    public WebHookFormat Format { get; init; }

    /// <summary>The reference of the secret that the requests to a web hook are signed with; or <see langword="null"/>.</summary>
    public string? Secret { get; init; }

    /// <summary>The recipient of a mail.</summary>
    public string? To { get; init; }

    /// <summary>The sender of a mail.</summary>
    public string? From { get; init; }

    /// <summary>The server that takes mails: a name, or a name and a port.</summary>
    public string? SmtpServer { get; init; }

    /// <summary>The reference of the credential for this server, as <c>user:password</c> or as a credential of SecretManagement; or <see langword="null"/>.</summary>
    public string? Credential { get; init; }

    /// <summary>What it is, in few words: <c>web hook env:HOOK (Slack)</c>.</summary>
    public override string ToString() => Channel switch
    {
        AlertChannel.Action => "script block",
        AlertChannel.WebHook => $"web hook {Address}{(Format == WebHookFormat.Json ? "" : $" ({Format})")}",
        AlertChannel.Mail => $"mail to {To}",
        _ => "issue of the build",
    };
}
