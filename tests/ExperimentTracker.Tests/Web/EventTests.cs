using System.Diagnostics;
using System.Text.Json;
using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Tests.Web;

/// <summary>What a listener hears of changes that another handle of the store makes.</summary>
public sealed class EventTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly StoreUnderTest store = StoreUnderTest.InAFile();
    private readonly DashboardUnderTest dashboard;

    public EventTests() => dashboard = new(store, allowChanges: true);

    public void Dispose() => dashboard.Dispose();

    [Fact]
    public async Task New_points_new_runs_ends_and_removals_are_heard()
    {
        using var other = store.OpenAnother();
        Run run = other.NewRun();
        await using Events events = await Events.OpenAsync(dashboard);
        Assert.Equal("state", (await events.NextAsync()).Name);
        await UntilWatched();

        other.Log(run, "loss", 0.5);
        JsonElement row = (await events.ChangeAsync(c => Of(c, run.Id) is { } r && r.At("metrics").TryGetProperty("loss", out _))).Items("runs").Single(r => r.At("id").GetString() == run.Id);
        Assert.Equal(0.5, row.At("metrics.loss.last").GetDouble());

        Run second = other.NewRun();
        JsonElement created = await events.ChangeAsync(c => Of(c, second.Id) is not null);
        Assert.DoesNotContain(run.Id, created.Texts("runs", "id"));

        other.End(run, RunStatus.Failed);
        await events.ChangeAsync(c => Of(c, run.Id)?.At("status").GetString() == "Failed");

        other.End(second);
        other.Runs.Remove([second.Id], default);
        await events.ChangeAsync(c => c.Items("removed").Any(id => id.GetString() == second.Id));

        // A change of a run that has ended takes a search, which is made less often.
        other.Runs.Update(run.Id, new RunChange { Description = "looked at" }, default);
        await events.ChangeAsync(c => Of(c, run.Id) is { } r && r.TryGetProperty("description", out JsonElement text) && text.GetString() == "looked at");
    }

    [Fact]
    public async Task Tags_of_runs_that_have_ended_and_other_changes_are_heard()
    {
        using var other = store.OpenAnother();
        Run run = other.NewRun();
        other.End(run);
        await using Events events = await Events.OpenAsync(dashboard);
        await events.NextAsync();
        await UntilWatched();

        other.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("stage", "good")), default);
        await events.ChangeAsync(c => Of(c, run.Id) is { } r && r.At("tags").TryGetProperty("stage", out JsonElement stage) && stage.GetString() == "good");
        other.Tags.Remove(RecordType.Run, run.Id, ["stage"], default);
        while ((await events.NextAsync()).Name != "others") { }
    }

    [Fact]
    public async Task All_listeners_hear_the_same_and_the_server_forgets_those_that_left()
    {
        using var other = store.OpenAnother();
        var all = new List<Events>();
        for (int i = 0; i < 20; i++) all.Add(await Events.OpenAsync(dashboard));
        foreach (Events one in all) await one.NextAsync();
        await UntilWatched();
        Run run = other.NewRun();
        string[] heard = await Task.WhenAll(all.Select(async one => (await one.ChangeAsync(c => Of(c, run.Id) is not null)).GetRawText()));
        Assert.Single(heard.Distinct());
        foreach (Events one in all) await one.DisposeAsync();
        var watch = Stopwatch.StartNew();
        while (dashboard.Server.Connections > 1 && watch.Elapsed < Longest) await Task.Delay(20);
        Assert.InRange(dashboard.Server.Connections, 0, 1);
    }

    [Fact]
    public async Task A_tag_that_the_page_sets_is_heard_by_other_pages()
    {
        Run run = store.Store.End(store.Store.NewRun());
        string secret = (await dashboard.GetAsync("api/store")).At("changeSecret").GetString()!;
        await using Events events = await Events.OpenAsync(dashboard);
        await events.NextAsync();
        await UntilWatched();
        await dashboard.PostAsync("api/changes", new { type = "tag", ids = new[] { run.Id }, name = "team", value = "red" }, 200, secret);
        JsonElement change = await events.ChangeAsync(c => Of(c, run.Id) is not null);
        Assert.Equal("red", Of(change, run.Id)!.Value.At("tags.team").GetString());
    }

    [Fact]
    public async Task Changes_need_the_secret_and_are_made()
    {
        Run run = store.Store.NewRun();
        string secret = (await dashboard.GetAsync("api/store")).At("changeSecret").GetString()!;
        object tag = new { type = "tag", ids = new[] { run.Id }, name = "team", value = "red" };
        Assert.Equal("ChangeSecretMissing", (await dashboard.PostAsync("api/changes", tag, 403)).At("error.id").GetString());
        Assert.Equal("ChangeSecretMissing", (await dashboard.PostAsync("api/changes", tag, 403, "wrong")).At("error.id").GetString());
        Assert.Empty(store.Store.Again(run).Tags.Pairs);
        Assert.Equal(1, (await dashboard.PostAsync("api/changes", tag, 200, secret)).At("changed").GetInt32());
        await dashboard.PostAsync("api/changes", new { type = "rename", ids = new[] { run.Id }, name = "best" }, 200, secret);
        await dashboard.PostAsync("api/changes", new { type = "describe", ids = new[] { run.Id }, text = "kept" }, 200, secret);
        Run changed = store.Store.Again(run);
        Assert.Equal(("red", "best", "kept"), (changed.Tags["team"], changed.Name, changed.Description));
        await dashboard.PostAsync("api/changes", new { type = "untag", ids = new[] { run.Id }, name = "team" }, 200, secret);
        Assert.Empty(store.Store.Again(run).Tags.Pairs);
        await dashboard.PostAsync("api/changes", new { type = "remove", ids = new[] { run.Id } }, 409, secret);
        store.Store.End(run);
        await dashboard.PostAsync("api/changes", new { type = "remove", ids = new[] { run.Id } }, 200, secret);
        Assert.NotNull(store.Store.Again(run).RemovedAt);
        await dashboard.PostAsync("api/changes", new { type = "restore", ids = new[] { run.Id } }, 200, secret);
        Assert.Null(store.Store.Again(run).RemovedAt);
        await dashboard.PostAsync("api/changes", new { type = "drop", ids = new[] { run.Id } }, 400, secret);
    }

    [Fact]
    public async Task A_dashboard_that_only_reads_makes_no_change()
    {
        using var reading = new DashboardUnderTest(StoreUnderTest.InMemory());
        Run run = reading.Store.NewRun();
        Assert.Equal("ChangesNotAllowed", (await reading.PostAsync("api/changes", new { type = "tag", ids = new[] { run.Id }, name = "x" }, 403, "x")).At("error.id").GetString());
        Assert.Empty(reading.Store.Again(run).Tags.Pairs);
    }

    private static JsonElement? Of(JsonElement change, string id) => change.Items("runs").Where(r => r.At("id").GetString() == id).Select(r => (JsonElement?)r).FirstOrDefault();

    // From the first look on, changes are noticed, and the version has changed.
    private async Task UntilWatched()
    {
        var watch = Stopwatch.StartNew();
        string first = (await dashboard.GetAsync("api/runs?count=1")).At("version").GetString()!;
        while (watch.Elapsed < TimeSpan.FromSeconds(3) && (await dashboard.GetAsync("api/runs?count=1")).At("version").GetString() == first) await Task.Delay(50);
    }

    private sealed class Events(HttpResponseMessage reply, StreamReader reader) : IAsyncDisposable
    {
        public static async Task<Events> OpenAsync(DashboardUnderTest dashboard)
        {
            HttpResponseMessage reply = await dashboard.Client.GetAsync("api/events", HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", reply.Content.Headers.ContentType!.ToString());
            return new(reply, new StreamReader(await reply.Content.ReadAsStreamAsync()));
        }

        public async Task<(string Name, JsonElement Data)> NextAsync()
        {
            string? name = null;
            using var limit = new CancellationTokenSource(Longest);
            while (await reader.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
                if (line.StartsWith("data: ", StringComparison.Ordinal)) return (name!, JsonDocument.Parse(line[6..]).RootElement);
            }

            throw new EndOfStreamException();
        }

        public async Task<JsonElement> ChangeAsync(Func<JsonElement, bool> wanted)
        {
            while (true) if (await NextAsync() is ("change", var data) && wanted(data)) return data;
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            reply.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
