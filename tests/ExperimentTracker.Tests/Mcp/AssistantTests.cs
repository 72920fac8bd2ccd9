using System.IO.Pipes;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ExperimentTracker.Contracts.Assistants;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Mcp;
using ExperimentTracker.Values;
using ExperimentTracker.Web;

namespace ExperimentTracker.Tests.Mcp;

/// <summary>The tools of assistants: by MCP Inspector's command line, another's client, and by messages that no good client sends.</summary>
public sealed class AssistantTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private const string Token = "a token of the test, 1234567890";
    private readonly StoreUnderTest store = StoreUnderTest.InMemory();
    private readonly DashboardServer server;
    private readonly Run best;

    public AssistantTests()
    {
        Experiment experiment = store.Store.NewExperiment("digits");
        for (int i = 0; i < 12; i++)
        {
            Run run = store.Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Start = true, Name = $"trial {i}", Parameters = StoreSteps.Named(("lr", i / 10.0), ("seed", (long)(i % 3))) });
            store.Store.Log(run, "loss", [.. Enumerable.Range(0, 500).Select(step => 1 + i + Math.Cos(step / 20.0)), double.NaN]);
            store.Store.Log(run, "score", -i);
            store.Store.Logs.Add([.. Enumerable.Range(0, 60).Select(line => new RunLogDraft { RunId = run.Id, Message = $"line {line} of {i}", Stream = "Output", Ticks = UtcTicks.Now(store.Store.Time) })], CancellationToken.None);
            store.Store.End(run);
        }

        best = store.Store.Runs.Query(new RunQuery(), CancellationToken.None).Single(r => r.Name == "trial 0");
        server = new DashboardServer(new DashboardOptions { Store = store.Store, Token = Token, Assistants = new AssistantServer() });
    }

    private string Address => $"http://127.0.0.1:{server.Port}/mcp";

    public void Dispose()
    {
        server.Dispose();
        store.Dispose();
    }

    [NeedsNodePackagesFact("inspector")]
    public void The_inspector_lists_and_calls_the_tools()
    {
        JsonElement tools = Inspect("tools/list").GetProperty("tools");
        Assert.Equal(
            ["compare_runs", "get_log", "get_run", "get_series", "list_experiments", "list_models", "list_projects", "parameter_importance", "search_runs"],
            tools.EnumerateArray().Select(t => t.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(tools.EnumerateArray(), t => Assert.True(t.GetProperty("annotations").GetProperty("readOnlyHint").GetBoolean()));

        JsonElement found = Call("search_runs", "experiment=digits", "orderBy=Metrics.score", "descending=true", "limit=2");
        Assert.Equal("trial 0, trial 1", string.Join(", ", found.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("name").GetString())));
        Assert.True(found.GetProperty("more").GetBoolean());

        JsonElement series = Call("get_series", $"run={best.Id}", "metric=loss", "points=50");
        Assert.Equal(501, series.GetProperty("Count").GetInt32());
        Assert.InRange(series.GetProperty("values").GetArrayLength(), 4, 50);
        Assert.Equal(2.0, series.GetProperty("Max").GetDouble());
    }

    [Fact]
    public async Task Each_tool_answers()
    {
        Assert.Equal("digits", (await ToolAsync("list_experiments"))[0].GetProperty("Name").GetString());
        Assert.Equal(12, (await ToolAsync("list_experiments"))[0].GetProperty("runs").GetProperty("Succeeded").GetInt32());
        Assert.Equal(JsonValueKind.Array, (await ToolAsync("list_projects")).ValueKind);
        Assert.Equal(0, (await ToolAsync("list_models")).GetArrayLength());
        JsonElement run = await ToolAsync("get_run", ("run", best.Id));
        Assert.Equal("Succeeded", run.GetProperty("run").GetProperty("status").GetString());
        Assert.Equal("NaN", run.GetProperty("run").GetProperty("metrics").GetProperty("loss").GetString());
        JsonElement compared = await ToolAsync("compare_runs", ("runs", new[] { "trial 0", "trial 5" }));
        Assert.Contains(compared.GetProperty("rows").EnumerateArray(), r => r.GetProperty("Name").GetString() == "lr");
        JsonElement log = await ToolAsync("get_log", ("run", best.Id), ("last", 3));
        Assert.Equal(["line 57 of 0", "line 58 of 0", "line 59 of 0"], log.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("text").GetString()!));
        JsonElement importance = await ToolAsync("parameter_importance", ("metric", "score"), ("experiment", "digits"));
        Assert.Equal(("lr", 12), (importance.GetProperty("parameters")[0].GetProperty("Name").GetString(), importance.GetProperty("runs").GetInt32()));
    }

    [Fact]
    public async Task A_mistake_is_an_answer_that_names_it()
    {
        JsonElement answer = await PostAsync(Request("tools/call", new { name = "get_run", arguments = new { run = "nothing like that" } }));
        JsonElement result = answer.GetProperty("result");
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Contains("nothing like that", result.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        JsonElement metric = (await PostAsync(Request("tools/call", new { name = "get_series", arguments = new { run = best.Id, metric = "los" } }))).GetProperty("result");
        Assert.Contains("loss, score", metric.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("null", 400)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", 202)]
    public async Task What_is_no_request_is_refused_or_accepted_without_an_answer(string body, int status)
    {
        using HttpClient client = Client(Token);
        using HttpResponseMessage reply = await client.PostAsync(new Uri(Address), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)reply.StatusCode);
    }

    [Fact]
    public async Task Strangers_and_other_methods_are_refused()
    {
        using HttpClient stranger = Client("another token, 1234567890"), client = Client(Token);
        using HttpResponseMessage refused = await stranger.PostAsync(new Uri(Address), new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(403, (int)refused.StatusCode);
        using HttpResponseMessage get = await client.GetAsync(new Uri(Address));
        Assert.Equal(405, (int)get.StatusCode);
    }

    [Fact]
    public async Task Standard_streams_are_served_until_the_input_ends()
    {
        using var input = new AnonymousPipeServerStream(PipeDirection.Out);
        using var output = new AnonymousPipeServerStream(PipeDirection.In);
        using var inputEnd = new AnonymousPipeClientStream(PipeDirection.In, input.ClientSafePipeHandle);
        using var outputEnd = new AnonymousPipeClientStream(PipeDirection.Out, output.ClientSafePipeHandle);
        Task serving = Task.Run(() => new AssistantServer().ServeAsync(new AssistantSource { Store = _ => store.Store, ModuleVersion = "1.2.3" }, inputEnd, outputEnd, CancellationToken.None));
        using var reader = new StreamReader(output);
        using (var writer = new StreamWriter(input) { AutoFlush = true })
        {
            await writer.WriteLineAsync(Request("initialize", new { protocolVersion = "2025-06-18", capabilities = new { }, clientInfo = new { name = "test", version = "1" } }));
            Assert.Contains("1.2.3", await reader.ReadLineAsync().WaitAsync(Longest), StringComparison.Ordinal);
            await writer.WriteLineAsync("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            await writer.WriteLineAsync(Request("tools/call", new { name = "list_experiments", arguments = new { } }, 2));
            Assert.Contains("digits", await reader.ReadLineAsync().WaitAsync(Longest), StringComparison.Ordinal);
        }

        await serving.WaitAsync(Longest);
    }

    private static HttpClient Client(string token)
    {
        var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json, text/event-stream");
        return client;
    }

    private static string Request(string method, object parameters, int id = 1) => JsonSerializer.Serialize(new { jsonrpc = "2.0", id, method, @params = parameters });

    private async Task<JsonElement> PostAsync(string body)
    {
        using HttpClient client = Client(Token);
        using HttpResponseMessage reply = await client.PostAsync(new Uri(Address), new StringContent(body, Encoding.UTF8, "application/json"));
        string text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, text);
        string data = Assert.Single(text.Split('\n'), line => line.StartsWith("data:", StringComparison.Ordinal));
        return JsonDocument.Parse(data["data:".Length..]).RootElement;
    }

    private async Task<JsonElement> ToolAsync(string name, params (string Name, object Value)[] arguments)
    {
        JsonElement answer = await PostAsync(Request("tools/call", new { name, arguments = arguments.ToDictionary(a => a.Name, a => a.Value) }));
        return Content(answer.GetProperty("result"));
    }

    private static JsonElement Content(JsonElement result)
    {
        string text = result.GetProperty("content")[0].GetProperty("text").GetString()!;
        Assert.False(result.TryGetProperty("isError", out JsonElement error) && error.GetBoolean(), text);
        return JsonDocument.Parse(text).RootElement;
    }

    private JsonElement Call(string tool, params string[] arguments) => Content(Inspect("tools/call", ["--tool-name", tool, .. arguments.SelectMany(a => new[] { "--tool-arg", a })]));

    private JsonElement Inspect(string method, params string[] arguments)
    {
        string folder = NeedsNodePackagesFactAttribute.Folder("inspector");
        string output = Tools.Run("node", folder, [
            Path.Combine(folder, "node_modules/@modelcontextprotocol/inspector/cli/build/index.js"), Address, "--transport", "http", "--header", $"Authorization: Bearer {Token}", "--method", method, .. arguments]);
        return JsonDocument.Parse(output).RootElement;
    }
}
