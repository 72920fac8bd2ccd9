using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>
/// Which record an object means that is none of ours: one that came back from a job or a file, a row of a CSV file, a custom object.
/// </summary>
internal static class ForeignRecord
{
    private const string Ours = "Deserialized.ExperimentTracker.";

    /// <summary>The text that names the record: its <c>RunId</c> or the like, <c>Id</c> or <c>Name</c>; and whether it is a whole id.</summary>
    /// <exception cref="PSInvalidCastException">It has none of these, or is a record of another kind, for another parameter to take.</exception>
    public static (string Text, bool IsExact) Identify(PSObject value, RecordType type)
    {
        if (TextOf(value, $"{type}Id") is { } id) return (id, true);
        string kind = value.TypeNames.FirstOrDefault() ?? "";
        bool other = kind.StartsWith(Ours, StringComparison.Ordinal) && kind != $"{Ours}{type}";
        if (!other && TextOf(value, "Id") is { } own) return (own, true);
        if (!other && TextOf(value, "Name") is { } name) return (name, false);
        throw new PSInvalidCastException($"The object names no {type.Noun()}: it has neither {type}Id nor Id nor Name.");
    }

    private static string? TextOf(PSObject value, string property) => value.Properties[property]?.Value is string { Length: > 0 } text ? text : null;
}
