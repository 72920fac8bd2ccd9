using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Tests.Web;

/// <summary>Who is answered: the token, the name of the host, the site that a request comes from.</summary>
public sealed class AccessTests : IDisposable
{
    private readonly DashboardUnderTest dashboard = new(StoreUnderTest.InMemory(), publicAddress: new Uri("https://lab.example/tracker/"));

    public void Dispose() => dashboard.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/assets/uPlot/uPlot.min.css")]
    [InlineData("/api/store")]
    [InlineData("/api/events")]
    [InlineData("/nothing")]
    [InlineData("/?token=wrong")]
    public async Task Nothing_is_shown_without_the_token(string path)
    {
        using HttpClient client = dashboard.NewClient();
        using HttpResponseMessage reply = await client.GetAsync(path);
        string text = await reply.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
        Assert.Contains("needs a token", text, StringComparison.Ordinal);
        Assert.DoesNotContain(dashboard.Store.Id, text, StringComparison.Ordinal);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", DashboardUnderTest.Token + "x");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_token_becomes_a_cookie_and_leaves_the_address()
    {
        using HttpClient client = dashboard.NewClient();
        using HttpResponseMessage reply = await client.GetAsync($"/?a=b%20c&token={Uri.EscapeDataString(DashboardUnderTest.Token)}&d=e");
        Assert.Equal(HttpStatusCode.SeeOther, reply.StatusCode);
        Assert.Equal("./?a=b%20c&d=e", reply.Headers.GetValues("Location").Single());
        string cookie = reply.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith($"experiment-{dashboard.Server.Port}=", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; HttpOnly; SameSite=Strict", cookie, StringComparison.Ordinal);
        client.DefaultRequestHeaders.Add("Cookie", $"other=1; {cookie.Split(';')[0]}");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/store")).StatusCode);
    }

    [Fact]
    public async Task The_cookie_of_an_encrypted_address_is_never_sent_without_encryption()
    {
        using HttpClient client = dashboard.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/?token={Uri.EscapeDataString(DashboardUnderTest.Token)}");
        request.Headers.Host = "lab.example";
        Assert.EndsWith("; SameSite=Strict; Secure", (await client.SendAsync(request)).Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_is_for_one_time()
    {
        using HttpClient client = dashboard.NewClient();
        string visit = new Uri(dashboard.Server.NewVisit()).Query;
        Assert.DoesNotContain(Uri.EscapeDataString(DashboardUnderTest.Token), visit, StringComparison.Ordinal);
        using HttpResponseMessage first = await client.GetAsync("/" + visit);
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Contains(Uri.EscapeDataString(DashboardUnderTest.Token), first.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/" + visit)).StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1:{0}", 200)]
    [InlineData("localhost:{0}", 200)]
    [InlineData("lab.example", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("evil.example:{0}", 421)]
    [InlineData("127.0.0.1", 421)]
    [InlineData("127.0.0.1:1", 421)]
    [InlineData("localhost.evil.example:{0}", 421)]
    public async Task Only_the_known_names_of_the_server_are_answered(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/store");
        request.Headers.Host = string.Format(System.Globalization.CultureInfo.InvariantCulture, host, dashboard.Server.Port);
        Assert.Equal(status, (int)(await dashboard.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("/api/store", "Origin", "https://evil.example", 403)]
    [InlineData("/api/store", "Origin", "null", 403)]
    [InlineData("/", "Origin", "https://evil.example", 403)]
    [InlineData("/api/store", "Origin", "https://lab.example", 200)]
    [InlineData("/api/store", "Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("/api/store", "Sec-Fetch-Site", "same-site", 403)]
    [InlineData("/assets/uPlot/uPlot.min.css", "Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("/", "Sec-Fetch-Site", "cross-site", 200)]
    [InlineData("/api/store", "Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("/api/store", "Sec-Fetch-Site", "none", 200)]
    public async Task Requests_of_other_sites_are_refused_except_for_the_page(string path, string header, string value, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(header, value);
        Assert.Equal(status, (int)(await dashboard.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_page_in_a_frame_of_another_site_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        request.Headers.Add("Sec-Fetch-Dest", "iframe");
        Assert.Equal(HttpStatusCode.Forbidden, (await dashboard.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_link_on_another_site_makes_the_page_ask_again_with_its_cookie()
    {
        using HttpClient client = dashboard.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using HttpResponseMessage reply = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
        Assert.Contains("http-equiv=\"refresh\"", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("OPTIONS", 405)]
    [InlineData("TRACE", 405)]
    [InlineData("HEAD", 200)]
    public async Task Only_reading_methods_and_POST_are_known(string method, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/store");
        using HttpResponseMessage reply = await dashboard.Client.SendAsync(request);
        Assert.Equal(status, (int)reply.StatusCode);
        if (method == "HEAD") Assert.Empty(await reply.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/json", 200)]
    public async Task A_body_must_be_JSON_that_a_form_cannot_send(string type, int status)
    {
        using var content = new StringContent("{\"series\":[]}");
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        Assert.Equal(status, (int)(await dashboard.Client.PostAsync("/api/curves", content)).StatusCode);
    }

    [Theory]
    [InlineData("/tracker/api/store")]
    [InlineData("/api/store")]
    public async Task A_proxy_may_pass_its_prefix_on_or_not(string path) => Assert.Equal(HttpStatusCode.OK, (await dashboard.Client.GetAsync(path)).StatusCode);

    [Fact]
    public void The_public_address_is_the_one_to_open() =>
        Assert.Equal(("https://lab.example/tracker/", $"https://lab.example/tracker/?token={Uri.EscapeDataString(DashboardUnderTest.Token)}"), (dashboard.Server.Address.AbsoluteUri, dashboard.Server.Url.AbsoluteUri));

    [Theory]
    [InlineData("/")]
    [InlineData("/assets/uPlot/uPlot.min.css")]
    [InlineData("/api/store")]
    [InlineData("/nothing")]
    public async Task Every_answer_has_the_headers_that_protect_a_browser(string path)
    {
        using HttpResponseMessage reply = await dashboard.Client.GetAsync(path);
        string policy = reply.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", reply.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", reply.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Equal("same-origin", reply.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.True(reply.Headers.CacheControl!.NoStore || reply.Headers.CacheControl.NoCache);
    }

    [Fact]
    public async Task A_file_of_the_page_is_sent_once()
    {
        using HttpResponseMessage first = await dashboard.Client.GetAsync("/assets/uPlot/uPlot.min.css");
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(SourceTree.Root, "src/ExperimentTracker.DashboardPage/uPlot/uPlot.min.css")), await first.Content.ReadAsByteArrayAsync());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/uPlot/uPlot.min.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await dashboard.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_page_loads_one_script_with_all_modules_and_has_none_inline()
    {
        using HttpResponseMessage reply = await dashboard.Client.GetAsync("/");
        string page = await reply.Content.ReadAsStringAsync(), folder = Path.Combine(SourceTree.Root, "src/ExperimentTracker.DashboardPage");
        Assert.Equal(["assets/uPlot/uPlot.iife.min.js", "assets/page.js"], Regex.Matches(page, "<script[^>]* src=\"([^\"]+)\"></script>").Select(m => m.Groups[1].Value));
        Assert.DoesNotMatch("<script(?![^>]* src=)", page);
        Assert.Contains("script-src 'self';", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        // The shared worker is a script of its own, and a report has scripts that the live page has not.
        string script = await dashboard.Client.GetStringAsync("/assets/page.js");
        string[] files = [.. new[] { "scripts", "lib" }.SelectMany(sub => Directory.EnumerateFiles(Path.Combine(folder, sub), "*.js", SearchOption.AllDirectories)).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))];
        string[] others = ["scripts/live-worker.js", .. files.Where(file => file.StartsWith("scripts/report/", StringComparison.Ordinal))];
        Assert.Equal(files.Except(others).Order(StringComparer.Ordinal), Regex.Matches(script, "^// ((?:scripts|lib)/\\S+\\.js)$", RegexOptions.Multiline).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await dashboard.Client.GetAsync("/assets/scripts/live-worker.js")).StatusCode);
    }

    [Theory]
    [InlineData("/assets/../index.html")]
    [InlineData("/assets/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets//etc/passwd")]
    [InlineData("/assets/..%5c..%5cwindows")]
    [InlineData("/assets/scripts")]
    public async Task A_path_leads_to_no_other_file(string path)
    {
        using HttpResponseMessage reply = await dashboard.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }
}
