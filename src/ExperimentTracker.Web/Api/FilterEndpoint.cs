using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/filter</c> checks a filter, and <c>GET api/suggest</c> says what can be written in one.</summary>
internal static class FilterEndpoint
{
    private const int Newest = 100;

    public static HttpReply Check(ApiContext context)
    {
        RunFilterException? mistake = null;
        string text = context.Request.Parameter("text") ?? "";
        try
        {
            if (text.Length > 0) Language(context).Parse(text).Dispose();
        }
        catch (RunFilterException e)
        {
            mistake = e;
        }

        return ApiContext.Object(json =>
        {
            json.WriteBoolean("valid", mistake is null);
            if (mistake is not null) json.WriteError(mistake.ErrorId, mistake.Message, new TextPlace(mistake.Line, mistake.Column, mistake.Length));
        });
    }

    public static HttpReply Suggest(ApiContext context)
    {
        string text = context.Request.Query.GetValueOrDefault("text", "");
        RunFilterSuggestions found = Language(context).Suggest(text, context.Request.Number("position", text.Length, 0, int.MaxValue), name => NamesOf(context, name));
        return ApiContext.Object(json =>
        {
            json.WriteNumber("from", found.From);
            json.WriteNumber("to", found.To);
            json.WriteList("items", found.Items, item => json.WriteObject(null, () =>
            {
                json.WriteString("text", item.Text);
                json.WriteString("detail", item.Detail);
            }));
        });
    }

    private static IEnumerable<string> NamesOf(ApiContext context, string property)
    {
        RunParts part = property == nameof(Run.Parameters) ? RunParts.Parameters : property == nameof(Run.Tags) ? RunParts.Tags : RunParts.Metrics;
        return context.Store.Runs.Query(new() { First = Newest, Parts = part }, context.Cancellation).SelectMany(run => part switch
        {
            RunParts.Parameters => run.Parameters.Pairs,
            RunParts.Tags => run.Tags.Pairs,
            _ => run.Metrics.Pairs,
        }).Select(pair => pair.Key).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
    }

    private static IRunFilterLanguage Language(ApiContext context) => context.Services.Filters ?? throw HttpProblem.Bad("This server has no filters.");
}
