using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Formatting;

/// <summary>What a record is called in a question or a message, live or back from a job or a file.</summary>
internal static class RecordTitle
{
    /// <summary>The kind and the name, or the path of what is known by one: <c>project 'iris'</c>, <c>run iris/003</c>.</summary>
    public static string Of(object record)
    {
        var properties = PSObject.AsPSObject(record);
        string kind = ForeignRecord.KindOf(properties)!;
        string noun = Enum.TryParse(kind, out RecordType type) ? type.Noun() : kind.ToLowerInvariant();
        return properties.Properties["Path"]?.Value is { } path ? $"{noun} {path}" : $"{noun} '{properties.Properties["Name"]?.Value}'";
    }

    /// <summary>The title at the beginning of a sentence.</summary>
    public static string AtBeginning(object record) => Of(record) is var title ? char.ToUpperInvariant(title[0]) + title[1..] : "";
}
