using ExperimentTracker.Redaction;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Alerts;

/// <summary>The addresses of web hooks: which are valid, and which are secrets themselves.</summary>
internal static class WebHookAddress
{
    // Who knows such an address can send messages: the services say to keep it secret.
    private static readonly (string Host, string Path)[] Secret =
    [
        ("hooks.slack.com", "/"), ("hooks.slack-gov.com", "/"), ("discord.com", "/api/"), ("discordapp.com", "/api/"), ("webhook.office.com", "/"), ("outlook.office.com", "/webhook"),
        ("logic.azure.com", "/"), ("api.powerplatform.com", "/"), ("chat.googleapis.com", "/"), ("hooks.zapier.com", "/"), ("maker.ifttt.com", "/"), ("api.telegram.org", "/bot"),
    ];

    private static readonly string[] SecretOptions = ["sig", "token", "key", "code", "pat", "auth", "secret", "signature"];

    /// <summary>Throws unless it is a reference, or an address of http or https that is no secret. The error quotes nothing of it.</summary>
    /// <exception cref="TrackerException"><c>AlertAddressIsSecret</c> or <c>InvalidAlert</c>.</exception>
    public static void Check(string? text)
    {
        if (SecretReference.TryParse(text, out _)) return;
        if (Read(text) is not { } address)
            throw AlertErrors.Invalid(null, "The web hook has no valid address: write one that begins with https:// or http://, or a reference such as env:NAME or secret:NAME.");
        if (WhySecret(address) is { } why) throw AlertErrors.AddressIsSecret(why);
    }

    /// <summary>Reads an address of http or https; <see langword="null"/> if it is none.</summary>
    public static Uri? Read(string? text) =>
        text is not null && !text.Any(char.IsControl) && Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" && address.Host.Length > 0 ? address : null;

    private static string? WhySecret(Uri address)
    {
        if (address.UserInfo.Length > 0) return "it has a user or password";
        string host = address.IdnHost;
        foreach ((string name, string path) in Secret)
        {
            bool isHost = host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
            if (isHost && address.AbsolutePath.StartsWith(path, StringComparison.OrdinalIgnoreCase)) return $"whoever knows an address at {name} can send messages there";
        }

        foreach (string option in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Uri.UnescapeDataString(option.Split('=')[0]);
            if (SecretNames.LooksSecret(name) || SecretOptions.Any(part => name.Equals(part, StringComparison.OrdinalIgnoreCase) || name.EndsWith("_" + part, StringComparison.OrdinalIgnoreCase)))
                return "a part of its query looks like a key";
        }

        return SecretShapes.Redact(address.OriginalString, "") != address.OriginalString ? "it has the form of a known kind of token" : null;
    }
}
