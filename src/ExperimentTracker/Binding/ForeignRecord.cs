using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>
/// Which record an object means that a parameter does not take as it is: one that came back from a job or a file, a record of another kind, a row
/// of a CSV file, a custom object.
/// </summary>
internal static class ForeignRecord
{
    private const string Deserialized = "Deserialized.ExperimentTracker.";

    /// <summary>The text that names the record: its <c>RunId</c> or the like, <c>Id</c> or <c>Name</c>; and whether it is a whole id.</summary>
    /// <exception cref="PSInvalidCastException">It has none of these, or is a record of another kind, for another parameter to take.</exception>
    public static (string Text, bool IsExact) Identify(PSObject value, RecordType type)
    {
        string? kind = KindOf(value);
        if (TextOf(value, $"{type}Id") is { } id) return (id, kind is not null);
        if (type == RecordType.Trial && kind == nameof(Run) && TextOf(value, nameof(Run.ExperimentId)) is { } experiment) return (Trial.DefaultIdOf(experiment), true);
        if (kind is null || kind == $"{type}")
        {
            if (TextOf(value, "Id") is { } own) return (own, kind is not null);
            if (TextOf(value, "Name") is { } name) return (name, false);
        }

        throw new PSInvalidCastException($"The object names no {type.Noun()}: it has neither {type}Id nor Id nor Name.");
    }

    /// <summary>What kind of record it is, live or back from a job or a file, such as <c>Run</c>; <see langword="null"/> when it is none.</summary>
    public static string? KindOf(PSObject value) =>
        value.BaseObject is PSCustomObject ? DeserializedKindOf(value)
        : value.BaseObject.GetType() is { } type && type.Assembly == typeof(Run).Assembly ? type.Name
        : null;

    /// <summary>Whether a record of that kind came back from a job or a file.</summary>
    public static bool Is<T>(PSObject value) => DeserializedKindOf(value) == typeof(T).Name;

    /// <summary>Where a record came from that came back from a job or a file; <see langword="null"/> for a row, which is text.</summary>
    public static RecordSource? SourceOf(PSObject value) =>
        DeserializedKindOf(value) is null ? null : SourceStore.Read(value) ?? RecordSource.Unknown($"{value}");

    /// <summary>A property that has text.</summary>
    public static string? TextOf(PSObject value, string property) => value.Properties[property]?.Value is string { Length: > 0 } text ? text : null;

    private static string? DeserializedKindOf(PSObject value) =>
        value.TypeNames.FirstOrDefault() is { } name && name.StartsWith(Deserialized, StringComparison.Ordinal) ? name[Deserialized.Length..] : null;
}
