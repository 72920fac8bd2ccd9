using ExperimentTracker.Alerts;

namespace ExperimentTracker.Tests.Domain;

public sealed class AlertRulesTests
{
    [Theory]
    [InlineData("https://hooks.slack.com/services/T000/B000/XXXX")]
    [InlineData("https://HOOKS.slack.com/x")]
    [InlineData("https://discord.com/api/webhooks/1/abc")]
    [InlineData("https://canary.discord.com/api/webhooks/1/abc")]
    [InlineData("https://contoso.webhook.office.com/webhookb2/x")]
    [InlineData("https://prod-1.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?api-version=1")]
    [InlineData("https://default1.2.environment.api.powerplatform.com/powerautomate/x")]
    [InlineData("https://user:password@example.org/")]
    [InlineData("https://token@example.org/")]
    [InlineData("https://example.org/?sig=abc")]
    [InlineData("https://example.org/?a=1&TOKEN=abc")]
    [InlineData("https://example.org/?key=abc")]
    [InlineData("https://example.org/?api%5Fkey=abc")]
    [InlineData("https://example.org/hook/ghp_0123456789012345678901234567890123456789")]
    public void An_address_that_is_a_secret_is_refused_and_not_quoted(string address)
    {
        TrackerException error = Expect.Refused("AlertAddressIsSecret", () => Check(Hook(address)));
        Assert.DoesNotContain(address, error.Message);
        Assert.Null(error.Target);
        Assert.Contains("env:NAME", error.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/hook")]
    [InlineData("https://example.org/hook?channel=ops&keyword=x")]
    [InlineData("https://discord.com/channels/1")]
    [InlineData("https://slack.com.example.org/")]
    [InlineData("env:HOOK")]
    [InlineData("ENV:ProgramFiles(x86)")]
    [InlineData("secret:hook")]
    [InlineData("secret:vault/hook")]
    public void Another_address_or_a_reference_is_taken(string address) => Check(Hook(address));

    [Theory]
    [InlineData("")]
    [InlineData("example.org/hook")]
    [InlineData("ftp://example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("env:")]
    [InlineData("env:A=b")]
    [InlineData("secret:/x")]
    [InlineData("https://example.org/\r\nX: y")]
    public void What_is_neither_is_refused(string address) => Expect.Refused("InvalidAlert", () => Check(Hook(address)));

    [Fact]
    public void A_secret_in_place_of_a_reference_is_refused_and_not_quoted()
    {
        foreach (AlertDelivery delivery in new[] { Hook("env:A") with { Secret = "hunter2" }, Mail() with { Credential = "user:hunter2" } })
            Assert.DoesNotContain("hunter2", Expect.Refused("SecretReferenceExpected", () => Check(delivery)).Message);
        Check(Hook("env:A") with { Secret = "env:B" });
        Check(Mail() with { Credential = "secret:vault/smtp" });
    }

    [Theory]
    [InlineData("ops@example.org\r\nBcc: all@example.org", "lab@example.org", "mail.example.org")]
    [InlineData("ops@example.org", "lab@example.org\nX: y", "mail.example.org")]
    [InlineData("ops", "lab@example.org", "mail.example.org")]
    [InlineData("ops@example.org", null, "mail.example.org")]
    [InlineData("ops@example.org", "lab@example.org", null)]
    [InlineData("ops@example.org", "lab@example.org", "mail.example.org/x")]
    [InlineData("ops@example.org", "lab@example.org", "user@mail.example.org")]
    [InlineData("ops@example.org", "lab@example.org", "mail.example.org:99999")]
    public void A_mail_without_valid_addresses_is_refused(string? to, string? from, string? server) =>
        Expect.Refused("InvalidAlert", () => Check(Mail() with { To = to, From = from, SmtpServer = server }));

    [Theory]
    [InlineData("mail.example.org", "mail.example.org", null)]
    [InlineData("mail.example.org:25", "mail.example.org", 25)]
    [InlineData("[::1]:2525", "[::1]", 2525)]
    [InlineData("127.0.0.1", "127.0.0.1", null)]
    public void A_mail_server_has_a_name_and_maybe_a_port(string text, string host, int? port)
    {
        SmtpPlace place = SmtpPlace.Read(text)!;
        Assert.Equal((host.Trim('[', ']'), port), (place.Host.Trim('[', ']'), place.Port));
    }

    [Fact]
    public void Settings_belong_to_their_conditions_and_what_is_left_out_has_a_default()
    {
        AlertDefinition failed = new() { Condition = [AlertCondition.Failed] };
        foreach (AlertDefinition bad in new AlertDefinition[]
        {
            new(), failed with { After = TimeSpan.FromMinutes(1) }, failed with { Below = 1 }, failed with { Metric = "x" }, failed with { Tolerance = 1 }, failed with { BaselineLast = 1 }, failed with { Filter = "1" },
            new() { Condition = [AlertCondition.WorseThanBaseline] }, new() { Condition = [AlertCondition.Filter] }, new() { Condition = [AlertCondition.Stalled], After = TimeSpan.Zero },
            new() { Condition = [AlertCondition.WorseThanBaseline], Metric = "x", Tolerance = double.NaN }, new() { Condition = [AlertCondition.WorseThanBaseline], Metric = "x", RelativeTolerance = -1 },
            failed with { Delivery = [.. Enumerable.Repeat(Hook("env:A"), 17)] }, failed with { Delivery = [new() { Channel = AlertChannel.Action, Script = " " }] },
        }) Expect.Refused("InvalidAlert", () => AlertRules.Check(bad));
        AlertDefinition made = AlertRules.Check(new() { Condition = [AlertCondition.Stalled, AlertCondition.DiskLow, AlertCondition.Stalled] });
        Assert.Equal([AlertCondition.Stalled, AlertCondition.DiskLow], made.Condition);
        Assert.Equal((TimeSpan.FromMinutes(30), 5L * 1024 * 1024 * 1024), (made.After, made.Below));
        Assert.Null(AlertRules.Check(failed).After);
    }

    private static void Check(AlertDelivery delivery) => AlertRules.Check(new() { Condition = [AlertCondition.Failed], Delivery = [delivery] });

    private static AlertDelivery Hook(string address) => new() { Channel = AlertChannel.WebHook, Address = address };

    private static AlertDelivery Mail() => new() { Channel = AlertChannel.Mail, To = "ops@example.org", From = "lab@example.org", SmtpServer = "mail.example.org" };
}
