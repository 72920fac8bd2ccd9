namespace ExperimentTracker;

/// <summary>What a repair did about one finding.</summary>
public sealed record StoreRepair
{
    /// <summary>The finding.</summary>
    public required StoreFinding Finding { get; init; }

    /// <summary>What part of the store it is about.</summary>
    public StoreArea Area => Finding.Area;

    /// <summary>What was found; see <see cref="StoreFinding.Problem"/>.</summary>
    public string Problem => Finding.Problem;

    /// <summary>What it is about.</summary>
    public string Subject => Finding.Subject;

    /// <summary>Whose it is, or <see langword="null"/>.</summary>
    public string? Owner => Finding.Owner;

    /// <summary>Whether something was changed. False for what had gone by itself meanwhile, or cannot be put right.</summary>
    public required bool IsRepaired { get; init; }

    /// <summary>What was done, or why nothing was.</summary>
    public required string Action { get; init; }

    /// <summary>
    /// The folder within the store that holds the database as it was before, and what was moved out of the way; <see langword="null"/> for a
    /// store in memory.
    /// </summary>
    public string? Quarantine { get; init; }

    /// <summary>What was done.</summary>
    public override string ToString() => Action;
}
