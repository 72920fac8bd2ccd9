using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExperimentTracker.Alerts;

/// <summary>
/// The bodies of requests to web hooks. The names of runs and the texts of errors are written so that no service takes a part of them for markup, a mention or a link.
/// </summary>
/// <remarks>
/// Sources: «Sending messages using incoming webhooks» and «Formatting text for app surfaces» of Slack, «Execute Webhook» and «Allowed Mentions Object» of Discord, «Create incoming webhooks
/// with Workflows» of Microsoft Teams and the schema of adaptive cards 1.4, and the payload of «Standard Webhooks».
/// </remarks>
internal static class WebHookPayload
{
    // Discord takes no longer content.
    private const int MostDiscordCharacters = 2000;

    // A body is no HTML, and readable in the log of a receiver.
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body of a request, in UTF-8.</summary>
    public static byte[] Of(AlertMessage message, WebHookFormat format) => Encoding.UTF8.GetBytes((format switch
    {
        WebHookFormat.Slack => Slack(message),
        WebHookFormat.Discord => Discord(message),
        WebHookFormat.Teams => Teams(message),
        _ => Json(message),
    }).ToJsonString(Format));

    private static JsonObject Json(AlertMessage message)
    {
        RunAlertEvent told = message.Event;
        var data = new JsonObject
        {
            ["id"] = told.Id,
            ["alert"] = told.Alert,
            ["condition"] = told.Condition.ToString(),
            ["message"] = told.Message,
            ["cause"] = told.Cause,
            ["store"] = new JsonObject { ["id"] = message.StoreId, ["address"] = message.Store },
        };
        if (message.Run is { } run)
        {
            data["run"] = new JsonObject
            {
                ["id"] = run.Id,
                ["path"] = run.Path,
                ["name"] = run.Name,
                ["project"] = run.Project,
                ["experiment"] = run.Experiment,
                ["status"] = run.Status.ToString(),
                ["started"] = run.StartedAtUtc is { } started ? Time(started) : null,
                ["ended"] = run.EndedAtUtc is { } ended ? Time(ended) : null,
                ["error"] = run.ErrorMessage,
            };
        }

        if (told.ModelVersionId is { } version) data["modelVersion"] = new JsonObject { ["id"] = version, ["path"] = told.ModelVersion };
        return new JsonObject { ["type"] = "experiment.alert", ["timestamp"] = Time(told.FiredAtUtc), ["data"] = data };
    }

    // Three characters are markup in Slack: without them there is no <!channel>, no <@user> and no link.
    private static JsonObject Slack(AlertMessage message)
    {
        string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

        JsonObject Plain(string text) => new() { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false } };

        string facts = string.Join('\n', message.Facts.Select(fact => $"{fact.Key}: {fact.Value}"));
        return new JsonObject
        {
            ["text"] = Escape($"{message.Title} – {message.Text}"),
            ["blocks"] = new JsonArray(Plain(message.Title), Plain(message.Text), Plain(facts)),
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        };
    }

    private static JsonObject Discord(AlertMessage message)
    {
        string text = $"**{Escape(message.Title)}**\n{Escape(message.Text)}\n{string.Join('\n', message.Facts.Select(fact => $"{fact.Key}: {Escape(fact.Value)}"))}";
        return new JsonObject
        {
            ["content"] = text.Length <= MostDiscordCharacters ? text : text[..(MostDiscordCharacters - 2)] + " …",
            ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() },
            ["flags"] = 4, // SUPPRESS_EMBEDS: no previews of addresses in a text
        };

        static string Escape(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c > 127 || c is ' ' or '.' or ',' or '/' ? $"{c}" : $"\\{c}"));
    }

    // Text blocks of adaptive cards have Markdown; runs of rich text have none.
    private static JsonObject Teams(AlertMessage message)
    {
        JsonObject Line(params JsonNode[] runs) => new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(runs) };

        JsonObject Run(string text, bool isStrong = false) => isStrong ? new() { ["type"] = "TextRun", ["text"] = text, ["weight"] = "Bolder" } : new() { ["type"] = "TextRun", ["text"] = text };

        var body = new JsonArray(Line(Run(message.Title, isStrong: true)), Line(Run(message.Text)));
        foreach ((string name, string value) in message.Facts) body.Add((JsonNode)Line(Run($"{name}: ", isStrong: true), Run(value)));
        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = new JsonObject
                {
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.4",
                    ["body"] = body,
                },
            }),
        };
    }

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
