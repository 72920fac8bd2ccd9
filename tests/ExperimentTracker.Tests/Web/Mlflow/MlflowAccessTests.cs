using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ExperimentTracker.Tests.Web.Mlflow;

/// <summary>Who may log: those who have the token, from programs, and not from pages of other sites.</summary>
public sealed class MlflowAccessTests : IDisposable
{
    private const string Search = "/api/2.0/mlflow/experiments/search";

    private readonly MlflowClient client = new(StoreUnderTest.InMemory());

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData("", 401)]
    [InlineData("Bearer wrong", 401)]
    [InlineData("Bearer TOKEN", 200)]
    [InlineData("Basic ann:TOKEN", 200)]
    [InlineData("Basic :TOKEN", 200)]
    [InlineData("Basic TOKEN:", 401)]
    [InlineData("Basic ann:wrong", 401)]
    [InlineData("Basic !!!", 401)]
    [InlineData("Digest TOKEN", 401)]
    public async Task The_token_is_needed_as_a_bearer_or_as_a_password(string authorization, int status)
    {
        using HttpClient http = client.NewHttp();
        string[] parts = authorization.Replace("TOKEN", DashboardUnderTest.Token, StringComparison.Ordinal).Split(' ', 2);
        string value = parts.Length < 2 ? "" : parts[0] == "Basic" && parts[1] != "!!!" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(parts[1])) : parts[1];
        if (authorization.Length > 0) http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"{parts[0]} {value}");
        using HttpResponseMessage reply = await http.GetAsync(Search);
        Assert.Equal(status, (int)reply.StatusCode);
        if (status == 401) Assert.Equal("UNAUTHENTICATED", JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.At("error_code").GetString());
    }

    [Fact]
    public async Task A_cookie_and_other_sites_give_no_access()
    {
        using HttpClient http = client.NewHttp();
        using HttpResponseMessage welcome = await http.GetAsync($"/?token={Uri.EscapeDataString(DashboardUnderTest.Token)}");
        http.DefaultRequestHeaders.Add("Cookie", welcome.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/store")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(Search)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", DashboardUnderTest.Token);
        http.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(Search)).StatusCode);
        using var renamed = new HttpRequestMessage(HttpMethod.Get, Search);
        renamed.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await http.SendAsync(renamed)).StatusCode);
    }

    [Fact]
    public async Task Health_is_answered_to_everyone_and_the_version_to_clients()
    {
        using HttpClient http = client.NewHttp();
        Assert.Equal("OK", await http.GetStringAsync("/health"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/version")).StatusCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\z", await client.Http.GetStringAsync("/version"));
    }

    [Fact]
    public async Task A_dashboard_does_not_speak_the_protocol()
    {
        using var dashboard = new DashboardUnderTest(StoreUnderTest.InMemory());
        Assert.Equal("NotFound", (await dashboard.GetAsync("api/2.0/mlflow/experiments/search", 404)).At("error.id").GetString());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await dashboard.Client.PutAsync("/api/2.0/mlflow-artifacts/artifacts/x", new ByteArrayContent([1]))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await dashboard.Client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Without_a_token_every_program_of_this_machine_is_answered_and_still_no_other_site()
    {
        using var open = new DashboardUnderTest(StoreUnderTest.InMemory(), servesMlflow: true, withoutToken: true);
        using HttpClient http = open.NewClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Search)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/")).StatusCode);
        Assert.Null(open.Server.Token);
        http.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsync("/api/2.0/mlflow/experiments/create", new StringContent("""{"name":"x"}"""))).StatusCode);
    }
}
