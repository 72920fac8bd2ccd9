using System.Text.Json;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>
/// Records of a store in tags of MLflow, as JSON in the form of an export: what MLflow has no field for, such as times below a millisecond, the types of parameters, and
/// names that MLflow does not allow. An import that finds them gives back the records as they were, except for what was changed in MLflow.
/// </summary>
internal static class OwnRecords
{
    /// <summary>How the names of the tags begin that only an export sets.</summary>
    public const string Prefix = "experimenttracker.";

    /// <summary>The tag of the record itself: a run, an experiment, a model or a version.</summary>
    public const string Record = Prefix + "record";

    /// <summary>The tag of the artifacts of a run.</summary>
    public const string Artifacts = Prefix + "artifacts";

    /// <summary>The tag of the datasets that a run used.</summary>
    public const string Inputs = Prefix + "inputs";

    // A tag is limited, so a long record has several: the first begins with their number. A record of more than 200,000 characters is left out.
    private const int MostParts = 40;

    /// <summary>The tags of a record; none for one that is too large.</summary>
    /// <param name="tag">The name of the first tag.</param>
    /// <param name="record">The record.</param>
    public static IEnumerable<(string Name, string Value)> TagsOf<T>(string tag, T record)
    {
        string json = JsonSerializer.Serialize(record, ExportFormat.Options);
        var parts = new List<string>();
        for (int start = 0; start < json.Length && parts.Count <= MostParts;)
        {
            int length = Math.Min(MLflowTerms.MostOfTag - 4, json.Length - start);
            if (start + length < json.Length && char.IsHighSurrogate(json[start + length - 1])) length--;
            parts.Add(json.Substring(start, length));
            start += length;
        }

        return parts.Count > MostParts ? [] : parts.Select((part, i) => (NameOf(tag, i), i == 0 ? $"{parts.Count} {part}" : part));
    }

    /// <summary>The record in tags.</summary>
    /// <param name="tag">The name of the first tag.</param>
    /// <param name="tags">The value of a tag by its name; <see langword="null"/> for a tag that is not there.</param>
    /// <returns><see langword="null"/> if there is none, or if it is damaged.</returns>
    public static T? In<T>(string tag, Func<string, string?> tags)
        where T : class
    {
        string[] first = (tags(tag) ?? "").Split(' ', 2);
        if (first.Length < 2 || !int.TryParse(first[0], out int count) || count is < 1 or > MostParts) return null;
        string json = first[1] + string.Concat(Enumerable.Range(1, count - 1).Select(i => tags(NameOf(tag, i))));
        try
        {
            return JsonSerializer.Deserialize<T>(json, ExportFormat.Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            // The serializer has the last two for texts that are not Unicode, and for records that miss what they need.
            return null;
        }
    }

    private static string NameOf(string tag, int part) => part == 0 ? tag : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tag}.{part + 1}");
}
