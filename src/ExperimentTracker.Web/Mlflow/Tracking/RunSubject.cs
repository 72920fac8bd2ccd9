using ExperimentTracker.Web.Mlflow.Filters;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>A run as filters and orders of clients see it.</summary>
/// <param name="run">The run, with all its parts.</param>
/// <param name="inputs">The datasets that it used; empty if nobody asks for them.</param>
internal sealed class RunSubject(Run run, IReadOnlyList<DatasetUse> inputs) : IFilterSubject
{
    /// <summary>The run.</summary>
    public Run Run { get; } = run;

    /// <inheritdoc/>
    public IEnumerable<string> Texts(FilterEntity entity, string key) => entity switch
    {
        FilterEntity.Parameter => Run.Parameters.Contains(key) ? [ParameterText.Write(Run.Parameters[key])] : [],
        FilterEntity.Tag => Tag(key) is { } value ? [value] : [],
        FilterEntity.Dataset => inputs.Select(use => key switch { "name" => use.Name, "digest" => use.Digest, _ => use.Context }).OfType<string>(),
        _ => Attribute(key) is { } value ? [value] : [],
    };

    /// <inheritdoc/>
    public double? Number(FilterEntity entity, string key) => entity == FilterEntity.Metric
        ? Run.Metrics.TryGetValue(key, out object? value) && value is double last ? last : null
        : key == "start_time" ? Times.Started(Run) : Times.Ended(Run);

    private string? Attribute(string key) => key switch
    {
        "run_id" => RunIds.ToClient(Run.Id),
        "run_name" => Run.Name,
        "status" => RunStates.ToClient(Run.Status),
        "user_id" => Run.Origin.User,
        "experiment_id" => Run.ExperimentId,
        _ => RunMessages.ArtifactUri(Run),
    };

    private string? Tag(string key) => key switch
    {
        RunTags.Name => Run.Name,
        RunTags.Parent when Run.ParentRunId is { } parent => RunIds.ToClient(parent),
        RunTags.Description when Run.Description is { } description => description,
        RunTags.User when !Run.Tags.Contains(key) => Run.Origin.User,
        _ => Run.Tags.TryGetValue(key, out object? value) ? value as string ?? "" : null,
    };
}
