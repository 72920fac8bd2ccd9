using System.Text.Json;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>
/// A dataset that a run used. MLflow identifies a dataset by name and digest, and a store by name: one with another digest is named <c>name@digest</c>. What MLflow says of it
/// is the configuration of the dataset, and the context is the role of the input.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Digest">The digest, which is not a SHA-256 in MLflow.</param>
/// <param name="Context">What the run used it for, such as <c>training</c>.</param>
/// <param name="Details">The rest: the type and the source, the schema and the profile, as JSON of the client.</param>
internal sealed record DatasetUse(string Name, string? Digest, string? Context, IReadOnlyList<KeyValuePair<string, string>> Details)
{
    private const string ContextTag = "mlflow.data.context";
    private static readonly string[] DetailNames = ["source_type", "source", "schema", "profile"];

    /// <summary>Reads the datasets that runs used, by run.</summary>
    public static ILookup<string, DatasetUse> Of(IExperimentStore store, IReadOnlyCollection<string> runIds, CancellationToken cancellation)
    {
        RunInput[] inputs = [.. store.Inputs.List(runIds, cancellation).Where(input => input.Kind == RunInputKind.Dataset)];
        Dictionary<string, Dataset> datasets = inputs.Length == 0 ? [] : store.Datasets.Query(new() { Ids = [.. inputs.Select(input => input.TargetId).Distinct()] }, cancellation).ToDictionary(d => d.Id);
        return inputs.ToLookup(input => input.RunId, input => From(datasets.GetValueOrDefault(input.TargetId), input));
    }

    /// <summary>Reads a dataset of a request, and what the run uses it for.</summary>
    /// <exception cref="MlflowProblem">The name or the digest is missing.</exception>
    public static DatasetUse Read(Arguments input)
    {
        Arguments dataset = input.Object("dataset") ?? throw Arguments.Missing("dataset");
        string? context = input.Objects("tags").FirstOrDefault(tag => tag.Text("key") == ContextTag)?.Text("value");
        return new(
            Limits.CheckLength("Dataset name", dataset.Required("name"), Limits.LongestName),
            Limits.CheckLength("Dataset digest", dataset.Required("digest"), 36),
            context,
            [.. DetailNames.Where(dataset.Has).Select(name => KeyValuePair.Create(name, dataset.Text(name)!))]);
    }

    /// <summary>Registers the dataset, if it is not, and returns its id.</summary>
    public string Register(IExperimentStore store, CancellationToken cancellation)
    {
        object? config = new NamedValues([KeyValuePair.Create("name", (object?)Name), KeyValuePair.Create("digest", (object?)Digest), .. Details.Select(d => KeyValuePair.Create(d.Key, (object?)d.Value))]);
        try
        {
            return store.Datasets.Register(new DatasetDraft { Name = Name, Config = config }, cancellation).Id;
        }
        catch (TrackerException e) when (e.ErrorId == "DatasetDiffers")
        {
            // The same name with another digest, or with a profile that was calculated otherwise.
            string name = $"{Name}@{Digest}";
            return store.Datasets.Query(new() { Identity = name }, cancellation).FirstOrDefault(d => d.Name == name)?.Id
                ?? store.Datasets.Register(new DatasetDraft { Name = name, Config = config }, cancellation).Id;
        }
    }

    /// <summary>Writes the members of a dataset input.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (Context is { } context) json.WritePairs("tags", [KeyValuePair.Create(ContextTag, context)]);
        json.WriteObject("dataset", () =>
        {
            json.WriteString("name", Name);
            json.WriteText("digest", Digest);
            foreach ((string name, string value) in Details) json.WriteString(name, value);
        });
    }

    private static DatasetUse From(Dataset? dataset, RunInput input)
    {
        NamedValues config = dataset?.Config as NamedValues ?? NamedValues.Empty;
        string name = config.TryGetValue("name", out object? original) && original is string text ? text : dataset?.Name ?? input.Name;
        string? digest = config.TryGetValue("digest", out object? known) ? known as string : dataset?.Digest is { } hash ? hash[^8..] : null;
        string? location = config.Contains("source") ? null : dataset?.Location;
        return new(name, digest, input.Role, [.. DetailNames
            .Select(detail => KeyValuePair.Create(detail, config.TryGetValue(detail, out object? value) ? value as string : detail == "source" ? location : null))
            .Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!))]);
    }
}
