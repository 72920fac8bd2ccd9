namespace ExperimentTracker.Rules;

/// <summary>Rules for trials. The name <c>default</c> is reserved for the trial of runs without one.</summary>
public static class TrialRules
{
    private const string DefaultIdEnd = "/" + Trial.DefaultName;

    /// <summary>Whether the string is the name of the default trial.</summary>
    public static bool IsDefault(string name) => Names.Fold(name) == Names.Fold(Trial.DefaultName);

    /// <summary>The experiment in <c>experiment/default</c>, or <see langword="null"/> when the string is not a default trial.</summary>
    public static string? ExperimentOfDefault(string text) =>
        text.Length > DefaultIdEnd.Length && Names.Fold(text).EndsWith(Names.Fold(DefaultIdEnd), StringComparison.Ordinal) ? text[..^DefaultIdEnd.Length] : null;

    /// <summary>Returns the name if it is valid.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>.</exception>
    public static string CheckName(string? name)
    {
        Names.Check(RecordType.Trial, name);
        return !IsDefault(name!) && ExperimentOfDefault(name!) is null ? name! : throw CatalogErrors.InvalidName("The trial name", name, "it is the name of the trial for runs without one");
    }

    /// <summary>Throws when the id is that of an experiment's default trial.</summary>
    /// <exception cref="TrackerException"><c>InvalidId</c>.</exception>
    public static void CheckId(string? id)
    {
        if (id is not null && ExperimentOfDefault(id) is not null) throw CatalogErrors.InvalidId(id, $"ids that end with '{DefaultIdEnd}' are reserved for default trials");
    }
}
