using System.Management.Automation;

namespace ExperimentTracker.Stores;

/// <summary>The kind of a deserialized record, for example from a job or from Import-Clixml.</summary>
internal static class DeserializedKind
{
    private const string Prefix = "Deserialized.ExperimentTracker.";

    /// <summary>The name of the record's type, such as <c>Run</c>; <see langword="null"/> for any other object.</summary>
    /// <remarks>The name of a view can follow: <c>Run#Leaderboard</c>.</remarks>
    public static string? Of(PSObject value) =>
        value.TypeNames.FirstOrDefault() is { } name && name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Split('#')[0] : null;
}
