using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ExperimentTracker.Alerts;
using ExperimentTracker.Contracts.Alerts;

namespace ExperimentTracker.Tests.Services;

/// <summary>What is sent to web hooks, received by a server of another implementation of HTTP.</summary>
public sealed class WebHookTests : IDisposable
{
    private const string Hostile = "<!channel> @everyone <@1> [x](http://evil.example) **b** `c`\r\nX-Header: y \u202e <script>";

    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly WebHookSender sender = new();
    private readonly HookReceiver receiver = new();

    public void Dispose()
    {
        sender.Dispose();
        receiver.Dispose();
    }

    [Fact]
    public void A_request_has_the_event_as_JSON_its_id_and_a_signature_that_can_be_verified()
    {
        Send(WebHookFormat.Json, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        HookRequest request = Assert.Single(receiver.Requests);
        Assert.Equal(("POST", "application/json; charset=utf-8", "v1-0"), (request.Method, request.Headers["Content-Type"], request.Headers["webhook-id"]));
        Assert.Equal("\"v1-0\"", request.Headers["Idempotency-Key"]);
        Assert.Equal($"{Now.ToUnixTimeSeconds()}", request.Headers["webhook-timestamp"]);

        // As the specification describes it, independent of the code.
        using var hmac = new HMACSHA256(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        string signed = Convert.ToBase64String(hmac.ComputeHash([.. Encoding.UTF8.GetBytes($"v1-0.{Now.ToUnixTimeSeconds()}."), .. request.Body]));
        Assert.Equal($"v1,{signed}", request.Headers["webhook-signature"]);
        JsonNode body = JsonNode.Parse(request.Body)!;
        Assert.Equal("experiment.alert", body["type"]!.GetValue<string>());
        Assert.Equal(Hostile, body["data"]!["message"]!.GetValue<string>());
        Assert.Equal(("r1", "e/001", "Failed"), (body["data"]!["run"]!["id"]!.GetValue<string>(), body["data"]!["run"]!["path"]!.GetValue<string>(), body["data"]!["run"]!["status"]!.GetValue<string>()));
    }

    [Fact]
    public void The_signature_is_that_of_the_example_of_the_specification() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebHookSignature.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8));

    [Fact]
    public void Slack_gets_a_text_without_markup()
    {
        JsonNode body = Body(WebHookFormat.Slack);
        string text = body["text"]!.GetValue<string>();
        Assert.Contains("&lt;!channel&gt;", text);
        Assert.DoesNotContain("<", text);
        Assert.DoesNotContain(text, char.IsControl);
        JsonArray blocks = body["blocks"]!.AsArray();
        Assert.InRange(blocks.Count, 1, 50);
        foreach (JsonNode? block in blocks)
        {
            Assert.Equal(("section", "plain_text"), (block!["type"]!.GetValue<string>(), block["text"]!["type"]!.GetValue<string>()));
            Assert.InRange(block["text"]!["text"]!.GetValue<string>().Length, 1, 3000);
        }
    }

    [Fact]
    public void Discord_gets_content_that_mentions_nobody_and_has_no_markup()
    {
        JsonNode body = Body(WebHookFormat.Discord, new string('*', 5000));
        Assert.Empty(body["allowed_mentions"]!["parse"]!.AsArray());
        Assert.InRange(body["content"]!.GetValue<string>().Length, 1, 2000);
        string content = Body(WebHookFormat.Discord)["content"]!.GetValue<string>();
        Assert.Contains(@"\[x\]\(http\:", content);
        Assert.Contains(@"\<\@1\>", content);
        Assert.Contains(@"\*\*b\*\*", content);
    }

    [Fact]
    public void Teams_gets_an_adaptive_card_whose_texts_have_no_Markdown()
    {
        JsonNode body = Body(WebHookFormat.Teams);
        Assert.Equal("message", body["type"]!.GetValue<string>());
        JsonNode attachment = Assert.Single(body["attachments"]!.AsArray())!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment["contentType"]!.GetValue<string>());
        JsonNode card = attachment["content"]!;
        Assert.Equal(("AdaptiveCard", "1.4"), (card["type"]!.GetValue<string>(), card["version"]!.GetValue<string>()));
        foreach (JsonNode? element in card["body"]!.AsArray())
        {
            Assert.Equal("RichTextBlock", element!["type"]!.GetValue<string>());
            foreach (JsonNode? run in element["inlines"]!.AsArray()) Assert.Equal("TextRun", run!["type"]!.GetValue<string>());
        }

        Assert.Contains("e/001", card.ToJsonString());
    }

    [Theory]
    [InlineData(500, null, false, null)]
    [InlineData(503, "7", false, 7)]
    [InlineData(429, "120", false, 120)]
    [InlineData(429, "Sat, 31 Jan 2026 12:00:30 GMT", false, 30)]
    [InlineData(408, null, false, null)]
    [InlineData(400, null, true, null)]
    [InlineData(404, null, true, null)]
    [InlineData(410, null, true, null)]
    [InlineData(302, null, true, null)]
    public void An_answer_says_whether_and_when_to_try_again(int status, string? retryAfter, bool isFinal, int? seconds)
    {
        receiver.Answer = _ => (status, retryAfter);
        AlertSendException error = Assert.Throws<AlertSendException>(() => Send(WebHookFormat.Json));
        Assert.Equal((isFinal, seconds is { } wait ? TimeSpan.FromSeconds(wait) : null), (error.IsFinal, error.RetryAfter));
        Assert.Contains($"{status}", error.Message);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public void An_address_that_cannot_be_reached_is_tried_again_and_not_quoted()
    {
        var address = new Uri($"http://127.0.0.1:{HookReceiver.FreePort()}/hook/hunter2-hunter2?token=hunter3-hunter3");
        AlertSendException error = Assert.Throws<AlertSendException>(() => sender.Send(Message(), WebHookFormat.Json, address, null, "v1-0", Now, default));
        Assert.False(error.IsFinal);
        Assert.DoesNotContain("hunter", error.Message);
    }

    [Fact]
    public void Waits_grow_and_end()
    {
        var busy = new AlertSendException("busy");
        double[] waits = [.. Enumerable.Range(1, 9).Select(attempt => AlertRetries.After(attempt, busy).RetryAfter!.Value.TotalSeconds)];
        Assert.Equal([1, 3, 9, 27, 81, 243, 729, 2187, 3600], waits);
        Assert.Equal(new AlertOutcome("busy"), AlertRetries.After(10, busy));
        Assert.Equal(new AlertOutcome("gone"), AlertRetries.After(1, new("gone", isFinal: true)));
        Assert.Equal(TimeSpan.FromMinutes(5), AlertRetries.After(1, new("later", false, TimeSpan.FromMinutes(5))).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(9), AlertRetries.After(3, new("later", false, TimeSpan.FromSeconds(1))).RetryAfter);
        Assert.Equal(TimeSpan.FromDays(1), AlertRetries.After(1, new("later", false, TimeSpan.FromDays(999))).RetryAfter);
    }

    [Fact]
    public void A_mail_has_one_line_for_each_header_and_the_id_of_the_delivery()
    {
        using System.Net.Mail.MailMessage mail = MailSender.Of(Message(), new() { Channel = AlertChannel.Mail, To = "Ops <ops@example.org>", From = "lab@example.org" }, "v1-0");
        Assert.DoesNotContain(mail.Subject, char.IsControl);
        Assert.StartsWith("night: Failed", mail.Subject);
        Assert.Equal(("<v1-0@example.org>", "ops@example.org"), (mail.Headers["Message-ID"], Assert.Single(mail.To).Address));
        Assert.Contains("e/001", mail.Body);
        Assert.False(mail.IsBodyHtml);
    }

    private static AlertMessage Message(string text = Hostile) => new(
        new() { Id = "v1", AlertId = "a1", Alert = "night", Condition = AlertCondition.Failed, RunId = "r1", Run = "e/001", Cause = "c", Message = text, FiredAt = Now.UtcDateTime },
        new() { Id = "r1", ExperimentId = "x", Experiment = "e", Project = "p", Number = 1, Name = Hostile, Status = RunStatus.Failed, CreatedAt = Now.UtcDateTime, UpdatedAt = Now.UtcDateTime },
        "s1", "/data/.experiments");

    private static JsonNode Body(WebHookFormat format, string text = Hostile) => JsonNode.Parse(WebHookPayload.Of(Message(text), format))!;

    private void Send(WebHookFormat format, string? secret = null) => sender.Send(Message(), format, receiver.Address, secret, "v1-0", Now, default);
}
