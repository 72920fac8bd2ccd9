using System.Text.Json;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Api;

/// <summary><c>POST api/compare</c>: runs side by side.</summary>
internal static class CompareEndpoint
{
    private const int MostRuns = 500;

    private static readonly (string Member, ComparisonCategory[] Categories)[] Members =
    [
        ("run", [ComparisonCategory.Run]),
        ("parameters", [ComparisonCategory.Parameter]),
        ("metrics", [ComparisonCategory.Metric]),
        ("tags", [ComparisonCategory.Tag]),
        ("origin", [ComparisonCategory.Code, ComparisonCategory.Environment]),
        ("inputs", [ComparisonCategory.Input]),
    ];

    public static HttpReply Post(ApiContext context)
    {
        string[] ids = Ids(context.Body());
        IReadOnlyList<Run> runs = RunListRequest.Read(context.Store, ids, RunParts.All, context.Cancellation);
        RunComparison comparison = RunComparison.Of(runs, context.Store.Inputs.List([.. runs.Select(r => r.Id)], context.Cancellation));
        return ApiContext.Object(json =>
        {
            json.WriteList("runs", runs, run => json.WriteRow(run, RowColumns.Parse(["none"])));
            foreach ((string member, ComparisonCategory[] categories) in Members)
                json.WriteList(member, comparison.Rows.Where(row => categories.Contains(row.Category)), row => Write(json, row));
        });
    }

    private static void Write(Utf8JsonWriter json, ComparisonRow row) => json.WriteObject(null, () =>
    {
        json.WriteString("name", row.Name);
        json.WriteBoolean("differs", row.IsDifferent);
        json.WriteText("unit", row.Unit);
        json.WriteText("goal", row.Goal?.ToString());
        json.WriteList("values", row.Cells, cell => json.WriteDomainValue(cell.Value));
        if (row.Best is { } best) json.WriteNumber("best", row.Cells.Select(cell => cell.Column).ToList().IndexOf(best));
    });

    private static string[] Ids(JsonElement body)
    {
        if (!body.TryGetProperty("runs", out JsonElement list) || list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.String))
            throw HttpProblem.Bad("The body needs a list 'runs' of ids.");
        if (list.GetArrayLength() > MostRuns) throw HttpProblem.Bad($"At most {MostRuns} runs can be compared.");
        return [.. list.EnumerateArray().Select(id => id.GetString()!).Distinct()];
    }
}
