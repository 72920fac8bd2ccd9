namespace ExperimentTracker.Contracts.Runs;

/// <summary>What a caller says about a run to create, whether its place is given by names or by ids.</summary>
public abstract record NewRun : RunSettings
{
    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>The name, or <see langword="null"/> to have one made of the number.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it starts now; otherwise it is pending.</summary>
    public bool Start { get; init; }
}
