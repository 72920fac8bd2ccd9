using ExperimentTracker.Redaction;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Redaction;

public sealed class SecretRedactorTests
{
    private static readonly SecretRedactor Redactor = new(["a value from the environment", "short"]);

    // Invented, in the formats that the services document. They are concatenated here so that no secret scanner reports this file.
    public static TheoryData<string> Tokens => new(
        "ghp_" + new string('a', 36),
        "gho_" + new string('B', 36),
        "github_pat_" + new string('1', 22) + "_" + new string('x', 59),
        "glpat-" + new string('x', 20),
        "npm_" + new string('9', 36),
        "pypi-" + new string('A', 60),
        "oy2" + new string('a', 43),
        "xoxb-" + "123456789012-abcdef",
        "sk_live_" + new string('4', 24),
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "AIza" + new string('c', 35),
        "sk-" + new string('d', 48),
        "hf_" + new string('E', 34),
        "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxIn0." + "c2lnbmF0dXJl");

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_token_of_a_known_form_is_redacted_in_any_text(string token)
    {
        Assert.Equal("calls ***, then", Redactor.Text($"calls {token}, then"));
        Assert.Equal("***", Redactor.Text(token));
        Assert.Equal("'***'\n***", Redactor.Text($"'{token}'\n{token}"));
    }

    [Theory]
    [InlineData("https://x.blob.core.windows.net/a?sv=1&sig=abcDEF123%2Bghi456%3D&se=2", "https://x.blob.core.windows.net/a?sv=1&sig=***&se=2")]
    [InlineData("Authorization: Bearer abcdefghijklmnop1234", "Authorization: ***")]
    [InlineData("curl -H 'bearer abcdefghijklmnop1234'", "curl -H 'bearer ***'")]
    [InlineData("git clone https://user:pa55word@host/x.git", "git clone https://***@host/x.git")]
    [InlineData("git clone https://pa55wordtoken@host/x.git", "git clone https://***@host/x.git")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIabc\ndef==\n-----END RSA PRIVATE KEY----- after", "*** after")]
    [InlineData("cut off: -----BEGIN PRIVATE KEY-----\nMIIabc", "cut off: ***")]
    [InlineData("Server=db;User Id=sa;Password=hush;Encrypt=true", "Server=db;User Id=sa;Password=***;Encrypt=true")]
    [InlineData("AccountName=a;AccountKey=abc==;EndpointSuffix=x", "AccountName=a;AccountKey=***;EndpointSuffix=x")]
    [InlineData("{\"apiKey\": \"hush\", \"rate\": 1}", "{\"apiKey\": ***, \"rate\": 1}")]
    [InlineData("client_secret='two words' x", "client_secret=*** x")]
    [InlineData("./deploy.ps1 -Token hush -Verbose", "./deploy.ps1 -Token *** -Verbose")]
    [InlineData("tool --api-key hush --level 2", "tool --api-key *** --level 2")]
    [InlineData("it says a value from the environment.", "it says ***.")]
    public void A_secret_is_known_by_its_form_its_name_or_its_value(string text, string expected) => Assert.Equal(expected, Redactor.Text(text));

    [Theory]
    [InlineData("max_tokens=512 pad_token=[PAD] tokenizer=bert tokens: 12")]
    [InlineData("short words stay, even known ones")]
    [InlineData("$password = $env:DATABASE; Connect-It -Password $password -Secret (Get-It)")]
    [InlineData("see https://host/path?x=1#y and mail a@b.example")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----")]
    [InlineData("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("0195e7a4-6a8e-7c3d-9f00-5c0ffee5c0ff at train.ps1: line 12")]
    [InlineData("-Name visible -Rate 0.1")]
    public void Other_text_stays_as_it_is(string text) => Assert.Equal(text, Redactor.Text(text));

    [Theory]
    [InlineData("Password", true)]
    [InlineData("db_password", true)]
    [InlineData("ApiKey", true)]
    [InlineData("X-Api-Key", true)]
    [InlineData("accessToken", true)]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("AZURE_DEVOPS_EXT_PAT", true)]
    [InlineData("ConnectionString", true)]
    [InlineData("ConnectionStrings:Default", true)]
    [InlineData("AWS_SECRET_ACCESS_KEY", true)]
    [InlineData("clientSecret", true)]
    [InlineData("Credential", true)]
    [InlineData("MaxTokens", false)]
    [InlineData("tokenizer", false)]
    [InlineData("eos_token", false)]
    [InlineData("Path", false)]
    [InlineData("spat", false)]
    [InlineData("learningRate", false)]
    [InlineData("key", false)]
    public void A_name_looks_secret_in_any_notation(string name, bool secret) => Assert.Equal(secret, SecretNames.LooksSecret(name));

    [Fact]
    public void Values_keep_their_types_and_their_nesting()
    {
        NamedValues values = StoreSteps.Named(
            ("rate", 0.1), ("epochs", 5L), ("usePassword", true), ("token", null), ("password", "hush"), ("apiKey", 12L),
            ("service", StoreSteps.Named(("clientSecret", "hush"), ("url", "https://u:p@host/"))),
            ("list", new object?[] { "AKIA" + "ABCDEFGHIJKLMNOP", 2L, StoreSteps.Named(("pwd", "hush")) }));
        NamedValues safe = Redactor.Values(values);
        Assert.Equal((0.1, 5L, true, null, "***", "***"), (safe["rate"], safe["epochs"], safe["usePassword"], safe["token"], safe["password"], safe["apiKey"]));
        var service = (NamedValues)safe["service"]!;
        Assert.Equal(("***", "https://***@host/"), (service["clientSecret"], service["url"]));
        var list = (object?[])safe["list"]!;
        Assert.Equal(("***", 2L, "***"), (list[0], list[1], ((NamedValues)list[2]!)["pwd"]));
    }

    public static TheoryData<string> LongTexts => new(
        new string('x', 300_000), new string(' ', 300_000), string.Concat(Enumerable.Repeat("eyJ", 130_000)), string.Concat(Enumerable.Repeat("a=b;", 100_000)),
        string.Concat(Enumerable.Repeat("-a ", 130_000)), string.Concat(Enumerable.Repeat("https://", 50_000)), new string('-', 300_000),
        string.Concat(Enumerable.Repeat("-----BEGIN ", 40_000)), string.Concat(Enumerable.Repeat("bearer ", 60_000)), new string('"', 300_000),
        "password=" + new string('\'', 300_000), string.Concat(Enumerable.Repeat("ghp_", 100_000)), new string(':', 300_000), new string('#', 300_000));

    // A line that a script prints can have any length and any format.
    [Theory]
    [MemberData(nameof(LongTexts))]
    public void A_long_text_takes_linear_time(string text)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Redactor.Text(text);
        CommandText.Neutralise(text);
        // With quadratic time it would take minutes.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public void A_private_key_is_redacted_line_by_line_and_what_follows_is_kept()
    {
        var lines = new SecretLines(Redactor.Text);
        string[] given = ["before", "-----BEGIN OPENSSH PRIVATE KEY-----", "b3BlbnNzaC1rZXk", "AAAA", "-----END OPENSSH PRIVATE KEY-----", "after"];
        Assert.Equal(["before", "***", "***", "***", "***", "after"], given.Select(lines.Next));
        Assert.Equal("*** and more", lines.Next("-----BEGIN PRIVATE KEY-----MII-----END PRIVATE KEY----- and more"));
        Assert.Equal("next", lines.Next("next"));
    }

    [Fact]
    public void A_key_without_an_end_does_not_suppress_a_log_for_ever()
    {
        var lines = new SecretLines(Redactor.Text);
        lines.Next("-----BEGIN PRIVATE KEY-----");
        Assert.Contains("visible", Enumerable.Range(0, 500).Select(_ => lines.Next("visible")));
    }
}
