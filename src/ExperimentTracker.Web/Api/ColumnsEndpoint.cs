using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/columns</c>: the parameters, metrics and tags of the newest runs.</summary>
internal static class ColumnsEndpoint
{
    // The names that older runs have and these do not are found by search and in the runs themselves.
    private const int Newest = 1000;
    private const int MostDistinct = 50;

    public static HttpReply Get(ApiContext context)
    {
        IReadOnlyList<string> experiments = context.Request.List("experiment");
        string[]? ids = experiments.Count == 0 ? null
            : [.. experiments.Select(text => Services.Identities.FindExperimentLabel(context.Store, text, null, RemovedFilter.All, context.Cancellation)?.Id ?? text)];
        var parameters = new SortedDictionary<string, Values>(StringComparer.OrdinalIgnoreCase);
        var metrics = new SortedDictionary<string, List<Metric>>(StringComparer.OrdinalIgnoreCase);
        var tags = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Run run in context.Store.Runs.Query(new() { ExperimentIds = ids, First = Newest }, context.Cancellation))
        {
            foreach ((string name, object? value) in FlatValues.Of(run.Parameters)) Of(parameters, name).Add(value);
            foreach ((string name, object? value) in run.MetricStatistics.Pairs) Of(metrics, name).Add((Metric)value!);
            tags.UnionWith(run.Tags.Pairs.Select(t => t.Key));
        }

        return ApiContext.Object(json =>
        {
            json.WriteList("parameters", parameters, p => json.WriteObject(null, () =>
            {
                json.WriteString("name", p.Key);
                json.WriteString("type", p.Value.Type);
                if (p.Value.Distinct is not { Count: <= MostDistinct } distinct) return;
                json.WriteNumber("distinct", distinct.Count);
            }));
            json.WriteList("metrics", metrics, m => json.WriteObject(null, () =>
            {
                json.WriteString("name", m.Key);
                json.WriteText("unit", MetricGoals.CommonUnit(m.Value));
                json.WriteText("goal", MetricGoals.Common(m.Value)?.ToString());
            }));
            json.WriteList("tags", tags, tag => json.WriteObject(null, () => json.WriteString("name", tag)));
        });
    }

    private static T Of<T>(SortedDictionary<string, T> all, string name)
        where T : new() => all.TryGetValue(name, out T? known) ? known : all[name] = new();

    private sealed class Values
    {
        private readonly HashSet<string> distinct = new(StringComparer.Ordinal);
        private bool? isNumber;

        public string Type => isNumber is true ? "number" : "text";

        public HashSet<string> Distinct => distinct;

        public void Add(object? value)
        {
            if (value is not null) isNumber = isNumber is not false && value is long or double;
            if (distinct.Count <= MostDistinct) distinct.Add(ValueText.Format(value));
        }
    }
}
