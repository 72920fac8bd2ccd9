namespace ExperimentTracker.Rules;

/// <summary>Rules for trials: <c>default</c> is the one that runs without a trial belong to, and nobody else's.</summary>
public static class TrialRules
{
    private const string DefaultIdEnd = "/" + Trial.DefaultName;

    /// <summary>Whether the text is the name of the default trial.</summary>
    public static bool IsDefault(string name) => Names.Fold(name) == Names.Fold(Trial.DefaultName);

    /// <summary>The experiment that a text means by <c>experiment/default</c>, or <see langword="null"/> when it means no default trial.</summary>
    public static string? ExperimentOfDefault(string text) =>
        text.Length > DefaultIdEnd.Length && Names.Fold(text).EndsWith(Names.Fold(DefaultIdEnd), StringComparison.Ordinal) ? text[..^DefaultIdEnd.Length] : null;

    /// <summary>Returns the name if it can be kept.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>.</exception>
    public static string CheckName(string? name)
    {
        Names.Check(RecordType.Trial, name);
        return !IsDefault(name!) && ExperimentOfDefault(name!) is null ? name! : throw CatalogErrors.InvalidName("The trial name", name, "it means the trial of the runs that have none");
    }

    /// <summary>Refuses an id that an experiment's default trial has.</summary>
    /// <exception cref="TrackerException"><c>InvalidId</c>.</exception>
    public static void CheckId(string? id)
    {
        if (id is not null && ExperimentOfDefault(id) is not null) throw CatalogErrors.InvalidId(id, $"ids that end with '{DefaultIdEnd}' are those of default trials");
    }
}
