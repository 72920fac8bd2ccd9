using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Filters;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>
/// <c>mlflow/runs/search</c>. The store narrows with what it can compare as MLflow does, and orders by one metric or by time; the rest is done here, run by run.
/// </summary>
internal static class SearchEndpoint
{
    private const int UsualResults = 1000;
    private const int Batch = 256;

    public static HttpReply Post(MlflowCall call)
    {
        int most = Limits.Results(call.Arguments, UsualResults), offset = PageToken.Offset(call.Arguments);
        IReadOnlyList<FilterCondition> conditions = FilterParser.Parse(FilterGrammar.Runs, call.Arguments.Text("filter"));
        FilterOrder[] orders = [.. call.Arguments.Texts("order_by").Select(order => FilterParser.ParseOrder(FilterGrammar.Runs, order))];
        RemovedFilter removed = ViewTypes.Read(call.Arguments, "run_view_type");
        string[] experiments = [.. call.Arguments.Texts("experiment_ids").Select(id => Experiments.IdOf(call, id)).Distinct()];
        RunOrder? order = StoreOrder(orders);
        RunQuery? query = experiments.Length == 0 ? null : Narrowed(call, new() { ExperimentIds = experiments, Removed = removed, Order = order }, conditions);
        IEnumerable<RunSubject> found = query is null ? [] : Matching(call, query, conditions);
        if (orders.Length > 0 && order is null) found = FilterOrder.Sort(found, orders);
        (IReadOnlyList<RunSubject> page, string? next) = PageToken.Page(found, offset, most);
        ILookup<string, DatasetUse> inputs = DatasetUse.Of(call.Store, [.. page.Select(subject => subject.Run.Id)], call.Cancellation);
        return MlflowReply.Object(json =>
        {
            json.WriteItems("runs", page, subject => json.WriteRun(null, subject.Run, [.. inputs[subject.Run.Id]]));
            json.WriteText("next_page_token", next);
        });
    }

    private static IEnumerable<RunSubject> Matching(MlflowCall call, RunQuery query, IReadOnlyList<FilterCondition> conditions)
    {
        IEnumerable<Run> runs = call.Store.Runs.Query(query, call.Cancellation);
        IEnumerable<RunSubject> subjects = conditions.Any(condition => condition.Entity == FilterEntity.Dataset)
            ? runs.Chunk(Batch).SelectMany(batch =>
            {
                ILookup<string, DatasetUse> inputs = DatasetUse.Of(call.Store, [.. batch.Select(run => run.Id)], call.Cancellation);
                return batch.Select(run => new RunSubject(run, [.. inputs[run.Id]]));
            })
            : runs.Select(run => new RunSubject(run, []));
        return subjects.Where(subject => conditions.All(condition => condition.Matches(subject)));
    }

    // Parameters and tags are ordered as texts by clients, and as values by a store.
    private static RunOrder? StoreOrder(FilterOrder[] orders) => orders switch
    {
        [{ Entity: FilterEntity.Metric } metric] => new(new(nameof(Run.Metrics), metric.Key), metric.IsDescending),
        [{ Entity: FilterEntity.Metric } metric, { Entity: FilterEntity.Attribute, Key: "start_time", IsDescending: true }] => new(new(nameof(Run.Metrics), metric.Key), metric.IsDescending),
        [{ Entity: FilterEntity.Attribute, Key: "start_time" } time, ..] => new(new(nameof(Run.StartedAt)), time.IsDescending),
        _ => null,
    };

    // Returns null when no run can match. What the store selects is never too little.
    private static RunQuery? Narrowed(MlflowCall call, RunQuery query, IReadOnlyList<FilterCondition> conditions)
    {
        var parts = new List<RunFilter>();
        foreach (FilterCondition condition in conditions)
        {
            string? text = condition is { Operator: "=", IsNumber: false } ? condition.Texts[0] : null;
            switch (condition.Entity, condition.Key)
            {
                case (FilterEntity.Metric, _) when OperatorOf(condition.Operator) is { } comparison:
                    parts.Add(new PropertyComparison(new(nameof(Run.Metrics), condition.Key), comparison, condition.Number, condition.Key));
                    break;
                case (FilterEntity.Parameter, _) when text is not null:
                    parts.Add(new PropertyComparison(new(nameof(Run.Parameters), condition.Key), FilterOperator.Equal, ParameterText.Read(text), condition.Key));
                    break;
                case (FilterEntity.Tag, RunTags.Parent) when text is not null:
                    query = query with { ParentRunId = call.Store.Runs.Query(new() { Ids = [.. RunIds.Meanings(text)], Removed = RemovedFilter.All, Parts = RunParts.None }, call.Cancellation).FirstOrDefault()?.Id };
                    break;
                case (FilterEntity.Attribute, "status") when text is not null:
                    if (RunStates.Meanings(text) is not { Count: > 0 } statuses) return null;
                    query = query with { Statuses = statuses };
                    break;
                case (FilterEntity.Attribute, "run_id") when query.Ids is null && (text is not null || condition.Operator == "IN"):
                    query = query with { Ids = [.. condition.Texts.SelectMany(RunIds.Meanings)] };
                    break;
            }
        }

        return parts.Count == 0 ? query : query with { Filter = new AllOf(parts) };
    }

    private static FilterOperator? OperatorOf(string comparator) => comparator switch
    {
        "=" => FilterOperator.Equal,
        "<" => FilterOperator.Less,
        "<=" => FilterOperator.LessOrEqual,
        ">" => FilterOperator.Greater,
        ">=" => FilterOperator.GreaterOrEqual,
        _ => null,
    };
}
