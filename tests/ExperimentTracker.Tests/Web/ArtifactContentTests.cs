using System.Net;
using System.Text;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Web;

/// <summary>Contents of artifacts: what a browser is told about them, and that nothing else is sent.</summary>
public sealed class ArtifactContentTests : IDisposable
{
    private readonly DashboardUnderTest dashboard = new(StoreUnderTest.InAFile());
    private readonly Run run;

    public ArtifactContentTests() => run = dashboard.Store.NewRun();

    public void Dispose() => dashboard.Dispose();

    [Theory]
    [InlineData("page.html", "text/html", "text/html; charset=utf-8", "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'unsafe-inline'")]
    [InlineData("notes.md", "text/markdown", "text/markdown; charset=utf-8", "sandbox; default-src 'none'")]
    [InlineData("x.svg", "image/svg+xml", "image/svg+xml", "sandbox; default-src 'none'")]
    [InlineData("x.js", "text/javascript", "text/plain; charset=utf-8", "sandbox; default-src 'none'")]
    [InlineData("x.xhtml", "application/xhtml+xml", "application/octet-stream", "sandbox; default-src 'none'")]
    [InlineData("x.bin", "evil/type", "application/octet-stream", "sandbox; default-src 'none'")]
    [InlineData("x.pdf", "application/pdf", "application/octet-stream", "sandbox; default-src 'none'")]
    public async Task A_content_can_do_nothing_to_the_page(string key, string mediaType, string sent, string policy)
    {
        Artifact artifact = ArtifactIntake.AddText(dashboard.Store, StoreSteps.DraftOf(run, key) with { MediaType = mediaType }, "<script>parent.x=1</script>", default);
        using HttpResponseMessage reply = await dashboard.Client.GetAsync($"api/artifact/{artifact.Id}");
        Assert.Equal("<script>parent.x=1</script>", await reply.Content.ReadAsStringAsync());
        Assert.Equal(sent, reply.Content.Headers.ContentType!.ToString());
        Assert.Equal(policy, reply.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", reply.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(sent == "application/octet-stream", reply.Content.Headers.ContentDisposition?.DispositionType == "attachment");
    }

    [Fact]
    public async Task A_name_cannot_add_a_header()
    {
        Artifact artifact = dashboard.Store.AddText(run, "a/\"quoted\" ünï;x=y.bin", "x");
        using HttpResponseMessage reply = await dashboard.Client.GetAsync($"api/artifact/{artifact.Id}?download=1");
        Assert.Equal("\"quoted\" ünï;x=y.bin", reply.Content.Headers.ContentDisposition!.FileNameStar);
    }

    [Theory]
    [InlineData("bytes=2-4", 206, "cde", "bytes 2-4/10")]
    [InlineData("bytes=8-", 206, "ij", "bytes 8-9/10")]
    [InlineData("bytes=-3", 206, "hij", "bytes 7-9/10")]
    [InlineData("bytes=5-99", 206, "fghij", "bytes 5-9/10")]
    [InlineData("bytes=10-", 416, null, null)]
    [InlineData("bytes=x", 200, "abcdefghij", null)]
    public async Task A_part_of_a_content_can_be_read(string range, int status, string? content, string? sent)
    {
        Artifact artifact = dashboard.Store.AddText(run, "a.txt", "abcdefghij");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/artifact/{artifact.Id}");
        request.Headers.TryAddWithoutValidation("Range", range);
        using HttpResponseMessage reply = await dashboard.Client.SendAsync(request);
        Assert.Equal(status, (int)reply.StatusCode);
        if (content is not null) Assert.Equal(content, await reply.Content.ReadAsStringAsync());
        Assert.Equal(sent, reply.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task A_large_content_is_sent_as_it_is_read()
    {
        byte[] bytes = new byte[20 * 1024 * 1024];
        new Random(1).NextBytes(bytes);
        using var folder = new TempFolder();
        folder.Write("large.bin", bytes);
        Artifact artifact = ArtifactIntake.AddFile(dashboard.Store, StoreSteps.DraftOf(run, "large.bin"), folder.Sub("large.bin"), null, default);
        Assert.Equal(bytes, await dashboard.Client.GetByteArrayAsync($"api/artifact/{artifact.Id}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/artifact/{artifact.Id}");
        request.Headers.TryAddWithoutValidation("Range", "bytes=17000000-17000009");
        using HttpResponseMessage part = await dashboard.Client.SendAsync(request);
        Assert.Equal(bytes[17_000_000..17_000_010], await part.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("sub/a.txt", 200)]
    [InlineData("sub%2Fa.txt", 200)]
    [InlineData("", 404)]
    [InlineData("sub/../sub/a.txt", 404)]
    [InlineData("..%2f..%2f..%2ftracker.db", 404)]
    [InlineData("%2Fetc%2Fpasswd", 404)]
    [InlineData("sub%5Ca.txt", 404)]
    [InlineData("sub/a.txt%00", 404)]
    public async Task A_path_in_a_folder_is_that_of_one_of_its_files(string path, int status)
    {
        using var folder = new TempFolder();
        folder.Write("sub/a.txt", Encoding.UTF8.GetBytes("content"));
        Artifact artifact = ArtifactIntake.AddFolder(dashboard.Store, StoreSteps.DraftOf(run, "folder"), folder.Path, null, default);
        using var client = dashboard.NewClient();

        // HttpClient would resolve the dots.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{dashboard.Server.Port}/api/artifact/{artifact.Id}/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {DashboardUnderTest.Token}");
        using HttpResponseMessage reply = await client.SendAsync(request);
        Assert.Equal(status, (int)reply.StatusCode);
        if (status == 200) Assert.Equal("content", await reply.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Damaged_and_missing_contents_are_errors()
    {
        Artifact artifact = dashboard.Store.AddText(run, "a.txt", "abc");
        string file = Directory.EnumerateFiles(dashboard.Store.Path, "*", SearchOption.AllDirectories).Single(f => f.EndsWith(artifact.Digest![^60..], StringComparison.Ordinal));
        File.SetAttributes(file, FileAttributes.Normal);
        await File.WriteAllTextAsync(file, "abd");
        Assert.Equal("ArtifactCorrupt", (await dashboard.GetAsync($"api/artifact/{artifact.Id}", 500)).GetProperty("error").GetProperty("id").GetString());
        Artifact reference = dashboard.Store.Artifacts.Commit([StoreSteps.DraftOf(run, "far") with { Kind = ArtifactKind.Reference, Location = "/etc/passwd" }], default)[0];
        Assert.NotEqual(HttpStatusCode.OK, (await dashboard.Client.GetAsync($"api/artifact/{reference.Id}")).StatusCode);
        await dashboard.GetAsync("api/artifact/nope", 404);
    }
}
