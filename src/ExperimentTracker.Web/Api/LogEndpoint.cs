using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/run/ID/log</c>: the end of a run's log, or what was written after a cursor; after <c>0</c>, from the beginning.</summary>
internal static class LogEndpoint
{
    private const int DefaultEntries = 500;
    private const int MostEntries = 5000;
    private const long MostCharacters = 8_000_000;
    private const string Beginning = "0";

    public static HttpReply Get(ApiContext context)
    {
        Run run = context.FindRun(context.Rest[0]);
        HttpRequest request = context.Request;
        int most = request.Number("last", DefaultEntries, 1, MostEntries);
        IReadOnlyList<string> streams = request.List("streams");
        string? search = request.Parameter("search"), after = request.Parameter("after");
        bool forward = after is not null;
        if (after == Beginning) after = null;
        var query = new RunLogQuery { RunId = run.Id, Streams = streams.Count == 0 ? null : streams, AfterId = after, NewestFirst = !forward };

        // The cursor is the last entry that was looked at, so that entries that do not contain the text are not searched again.
        string? cursor = after;
        var entries = new List<RunLog>();
        bool more = false;
        long characters = 0;
        foreach (RunLog entry in context.Store.Logs.Query(query, context.Cancellation))
        {
            if (forward || cursor is null) cursor = entry.Id;
            if (search is not null && !(entry.Message ?? entry.Location ?? "").Contains(search, StringComparison.OrdinalIgnoreCase)) continue;
            entries.Add(entry);
            characters += entry.Message?.Length ?? 0;
            if (entries.Count < most && characters < MostCharacters) continue;
            more = true;
            break;
        }

        if (!forward) entries.Reverse();
        return ApiContext.Object(json =>
        {
            json.WriteText("cursor", cursor);
            json.WriteBoolean("more", more);
            json.WriteList("entries", entries, entry => json.WriteObject(null, () =>
            {
                json.WriteTime("time", entry.LoggedAtUtc);
                json.WriteText("stream", entry.Stream);
                json.WriteString("text", entry.Message ?? entry.Location);
            }));
        });
    }
}
