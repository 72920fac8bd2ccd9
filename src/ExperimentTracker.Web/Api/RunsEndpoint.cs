using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/runs</c>: a page of the runs of a query.</summary>
internal static class RunsEndpoint
{
    private const int MostRows = 500;

    public static async Task<HttpReply> GetAsync(ApiContext context)
    {
        CancellationToken cancellation = context.Cancellation;
        int offset = context.Request.Number("offset", 0, 0, int.MaxValue), count = context.Request.Number("count", 100, 0, MostRows);
        RowColumns columns = RowColumns.Parse(context.Request.List("columns"));
        long version = context.Services.Events.IsWatching ? context.Services.Events.Version : 0;
        RunLists lists = context.Services.Lists;
        IReadOnlyList<Run> rows;
        IReadOnlyList<string>? ids;
        using (RunListRequest request = Parse())
        {
            // The first page does not wait until all runs are counted.
            ids = lists.Find(request.Key, version);
            if (ids is null && offset > 0) ids = await lists.GetAsync(request.Key, version, ReadIds).ConfigureAwait(false);
            rows = ids is null
                ? request.First(count, columns.Parts, cancellation)
                : RunListRequest.Read(context.Store, [.. ids.Skip(offset).Take(count)], columns.Parts, cancellation);
            if (ids is null && rows.Count < count) ids = [.. rows.Select(run => run.Id)];
            else if (ids is null) _ = lists.GetAsync(request.Key, version, ReadIds);
        }

        return ApiContext.Object(json =>
        {
            json.WriteString("version", context.Services.Events.Version.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("offset", offset);
            if (ids is null) json.WriteNull("total");
            else json.WriteNumber("total", ids.Count);
            json.WriteList("rows", rows, run => json.WriteRow(run, columns));
        });

        RunListRequest Parse() => RunListRequest.Parse(context.Request, context.Store, context.Services.Filters, cancellation);

        IReadOnlyList<string> ReadIds()
        {
            using RunListRequest request = Parse();
            return [.. request.Ids(cancellation)];
        }
    }
}
