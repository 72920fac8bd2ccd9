using ExperimentTracker.Web.Mlflow.Filters;

namespace ExperimentTracker.Web.Mlflow.Registry;

/// <summary>
/// Prompts, which clients of MLflow 3 register as models with a tag. A search returns models, unless it asks for prompts; its clients ask for records whose tag is not
/// <c>true</c>, and mean also those without the tag.
/// </summary>
internal static class Prompts
{
    private const string Tag = "mlflow.prompt.is_prompt";
    private static readonly FilterCondition IsModel = new(FilterEntity.Tag, Tag, "!=", false, 0, ["true"]);

    /// <summary>Adds to the conditions of a search that it is for models, unless they say what it is for.</summary>
    public static IReadOnlyList<FilterCondition> Exclude(IReadOnlyList<FilterCondition> conditions) =>
        conditions.Any(condition => condition is { Entity: FilterEntity.Tag, Key: Tag }) ? conditions : [.. conditions, IsModel];

    /// <summary>Returns the values of a tag of a model or a version, for conditions.</summary>
    public static IEnumerable<string> TagOf(NamedValues tags, string key) => tags.TryGetValue(key, out object? value) ? [value as string ?? ""] : key == Tag ? ["false"] : [];
}
