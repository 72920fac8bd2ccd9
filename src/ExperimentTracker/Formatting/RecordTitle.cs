using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Formatting;

/// <summary>The title of a live or deserialized record in a confirmation or message.</summary>
internal static class RecordTitle
{
    /// <summary>The kind and the name or path: <c>project 'iris'</c>, <c>run iris/003</c>.</summary>
    public static string Of(object record)
    {
        var properties = PSObject.AsPSObject(record);
        string kind = ForeignRecord.KindOf(properties)!;
        string noun = Enum.TryParse(kind, out RecordType type) ? type.Noun() : kind.ToLowerInvariant();
        return properties.Properties["Path"]?.Value is { } path ? $"{noun} {path}" : $"{noun} '{properties.Properties["Name"]?.Value}'";
    }

    /// <summary>The title at the beginning of a sentence.</summary>
    public static string AtSentenceStart(object record) => Of(record) is var title ? char.ToUpperInvariant(title[0]) + title[1..] : "";
}
