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
        RunList? list;
        using (RunListRequest request = Parse())
        {
            // The first page does not wait until all runs are counted.
            list = lists.Find(request.Key, version);
            if (list is null && offset > 0) list = await lists.GetAsync(request.Key, version, ReadList).ConfigureAwait(false);
            rows = list is null
                ? request.First(count, columns.Parts, cancellation)
                : RunListRequest.Read(context.Store, [.. list.Ids.Skip(offset).Take(count)], columns.Parts, cancellation);
            if (list is null && rows.Count < count) list = new([.. rows.Select(run => run.Id)], request.Failures);
            else if (list is null) _ = lists.GetAsync(request.Key, version, ReadList);
        }

        return ApiContext.Object(json =>
        {
            json.WriteString("version", context.Services.Events.Version.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("offset", offset);
            if (list is null) json.WriteNull("total");
            else json.WriteNumber("total", list.Ids.Count);
            if (list?.Failures is { } failures) json.WriteString("leftOut", failures.ToString());
            json.WriteList("rows", rows, run => json.WriteRow(run, columns));
        });

        RunListRequest Parse() => RunListRequest.Parse(context.Request, context.Store, context.Services.Filters, cancellation);

        RunList ReadList()
        {
            using RunListRequest request = Parse();
            return request.List(cancellation);
        }
    }
}
