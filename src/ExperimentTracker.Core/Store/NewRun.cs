namespace ExperimentTracker;

/// <summary>What is said of a run to create, whether its place is named in words (<see cref="RunRequest"/>) or by ids (<see cref="RunDraft"/>).</summary>
public abstract record NewRun : RunSettings
{
    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>The name, or <see langword="null"/> to have one made of the number.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it starts now; otherwise it is pending.</summary>
    public bool Start { get; init; }
}
