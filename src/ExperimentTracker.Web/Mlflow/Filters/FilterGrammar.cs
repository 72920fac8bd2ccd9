using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Filters;

/// <summary>What a filter of one kind of record compares: attributes, which are strings or numbers, and metrics, parameters, tags and datasets by key.</summary>
internal sealed class FilterGrammar
{
    private static readonly Dictionary<string, FilterEntity> Entities = new(StringComparer.Ordinal)
    {
        ["metric"] = FilterEntity.Metric, ["metrics"] = FilterEntity.Metric,
        ["param"] = FilterEntity.Parameter, ["params"] = FilterEntity.Parameter, ["parameter"] = FilterEntity.Parameter, ["parameters"] = FilterEntity.Parameter,
        ["tag"] = FilterEntity.Tag, ["tags"] = FilterEntity.Tag,
        ["attribute"] = FilterEntity.Attribute, ["attributes"] = FilterEntity.Attribute, ["attr"] = FilterEntity.Attribute, ["run"] = FilterEntity.Attribute,
        ["dataset"] = FilterEntity.Dataset, ["datasets"] = FilterEntity.Dataset,
    };

    private static readonly HashSet<string> DatasetKeys = ["name", "digest", "context"];

    private static readonly FilterEntity[] OnlyTags = [FilterEntity.Tag];

    private readonly HashSet<string> texts;
    private readonly HashSet<string> numbers;
    private readonly Dictionary<string, string> aliases;
    private readonly FilterEntity[] entities;

    private FilterGrammar(string texts, string numbers, FilterEntity[] keyed, params (string Alias, string Name)[] aliases)
    {
        this.texts = [.. texts.Split(' ')];
        this.numbers = [.. numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        entities = [FilterEntity.Attribute, .. keyed];
        this.aliases = aliases.ToDictionary(pair => pair.Alias, pair => pair.Name, StringComparer.Ordinal);
    }

    /// <summary>Runs.</summary>
    public static FilterGrammar Runs { get; } = new(
        "run_id run_name status user_id artifact_uri experiment_id", "start_time end_time", [FilterEntity.Metric, FilterEntity.Parameter, FilterEntity.Tag, FilterEntity.Dataset],
        ("created", "start_time"), ("Created", "start_time"), ("run name", "run_name"), ("Run name", "run_name"), ("Run Name", "run_name"));

    /// <summary>Experiments.</summary>
    public static FilterGrammar Experiments { get; } = new("name experiment_id", "creation_time last_update_time", OnlyTags);

    /// <summary>Registered models.</summary>
    public static FilterGrammar Models { get; } = new("name", "creation_timestamp last_updated_timestamp", OnlyTags, ("timestamp", "last_updated_timestamp"));

    /// <summary>Versions of models.</summary>
    public static FilterGrammar ModelVersions { get; } = new("name run_id source_path", "version_number creation_timestamp last_updated_timestamp", OnlyTags, ("version", "version_number"));

    /// <summary>Logged models.</summary>
    public static FilterGrammar LoggedModels { get; } = new(
        "name model_id model_type status source_run_id", "creation_timestamp last_updated_timestamp", [FilterEntity.Metric, FilterEntity.Parameter, FilterEntity.Tag],
        ("creation_time", "creation_timestamp"));

    /// <summary>Resolves a name such as <c>metrics.loss</c> or <c>status</c>.</summary>
    /// <exception cref="MlflowProblem">Records of this kind do not have it.</exception>
    public (FilterEntity Entity, string Key, bool IsNumber) Resolve(string name)
    {
        int point = name.IndexOf('.', StringComparison.Ordinal);
        string key = point < 0 ? name : name[(point + 1)..], prefix = point < 0 ? "attribute" : name[..point];
        if (!Entities.TryGetValue(prefix, out FilterEntity entity) || !entities.Contains(entity))
            throw MlflowProblem.Invalid($"Invalid entity type '{prefix}'. Valid values are [{string.Join(", ", entities.Select(valid => $"'{valid.ToString().ToLowerInvariant()}'"))}]");
        if (entity == FilterEntity.Attribute) key = aliases.GetValueOrDefault(key, key);
        if (entity == FilterEntity.Attribute && !texts.Contains(key) && !numbers.Contains(key))
            throw MlflowProblem.Invalid($"Invalid attribute key '{key}' specified. Valid keys are {string.Join(", ", texts.Concat(numbers).Order(StringComparer.Ordinal))}");
        if (entity == FilterEntity.Dataset && !DatasetKeys.Contains(key)) throw MlflowProblem.Invalid($"Invalid dataset key '{key}' specified. Valid keys are name, digest, context");
        return (entity, key, entity == FilterEntity.Metric || (entity == FilterEntity.Attribute && numbers.Contains(key)));
    }
}
