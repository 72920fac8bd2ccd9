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
        string kind = value.TypeNames.FirstOrDefault() ?? "";
        bool ours = kind.StartsWith(Ours, StringComparison.Ordinal);
        bool other = ours && kind != $"{Ours}{type}";
        if (TextOf(value, $"{type}Id") is { } id) return (id, ours);
        if (!other && TextOf(value, "Id") is { } own) return (own, ours);
        if (!other && TextOf(value, "Name") is { } name) return (name, false);
        throw new PSInvalidCastException($"The object names no {type.Noun()}: it has neither {type}Id nor Id nor Name.");
    }

    /// <summary>What kind of record came back from a job or a file, or <see langword="null"/> when it is none.</summary>
    public static RecordType? TypeOf(PSObject value) =>
        value.TypeNames.FirstOrDefault() is { } kind && kind.StartsWith(Ours, StringComparison.Ordinal) &&
        Enum.TryParse(kind[Ours.Length..], out RecordType type) ? type : null;

    private static string? TextOf(PSObject value, string property) => value.Properties[property]?.Value is string { Length: > 0 } text ? text : null;
}
