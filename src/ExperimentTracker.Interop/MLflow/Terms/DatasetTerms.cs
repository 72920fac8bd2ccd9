using System.Text.Json;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>A dataset as MLflow describes it: by a name and a digest of at most 36 characters, with a source and its type.</summary>
internal sealed record DatasetTerms(string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile)
{
    /// <summary>The tag of an input that says what the run used the dataset for.</summary>
    public const string ContextTag = "mlflow.data.context";

    private const int LengthOfDigest = 8;

    /// <summary>Describes a dataset: as it was, if it came from MLflow, and otherwise by its name, the end of its digest or of a hash of its id, and its location.</summary>
    public static DatasetTerms Of(Dataset dataset)
    {
        NamedValues config = dataset.Config as NamedValues ?? NamedValues.Empty;
        (string type, string source) = SourceOf(dataset.Location);
        return new(
            Text("name") ?? dataset.Name,
            Text("digest") ?? (dataset.Digest ?? RecordId.From("mlflow-digest", dataset.Id))[^LengthOfDigest..],
            Text("source_type") ?? type, Text("source") ?? source, Text("schema"), Text("profile"));

        string? Text(string name) => config.TryGetValue(name, out object? value) ? value as string : null;
    }

    // The types and members of MLflow's sources: local and http have the place, and code has tags only.
    private static (string Type, string Source) SourceOf(string? location) => location is null ? ("code", """{"tags": {}}""")
        : location.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || location.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? ("http", JsonSerializer.Serialize(new { url = location }))
        : location.StartsWith("s3://", StringComparison.OrdinalIgnoreCase) ? ("s3", JsonSerializer.Serialize(new { uri = location }))
        : ("local", JsonSerializer.Serialize(new { uri = location }));
}
