namespace ExperimentTracker;

/// <summary>The result of repairing one finding.</summary>
public sealed record StoreRepair
{
    /// <summary>The finding.</summary>
    public required StoreFinding Finding { get; init; }

    /// <summary>The part of the store.</summary>
    public StoreArea Area => Finding.Area;

    /// <summary>The identifier of the problem; see <see cref="StoreFinding.Problem"/>.</summary>
    public string Problem => Finding.Problem;

    /// <summary>The affected object.</summary>
    public string Subject => Finding.Subject;

    /// <summary>The owner of the object, or <see langword="null"/>.</summary>
    public string? Owner => Finding.Owner;

    /// <summary>Whether something was changed. False for a problem that no longer exists, or that cannot be repaired.</summary>
    public required bool IsRepaired { get; init; }

    /// <summary>What was done, or why nothing was done.</summary>
    public required string Action { get; init; }

    /// <summary>
    /// The folder within the store that contains the database as it was before, and the files that were moved away; <see langword="null"/> for a
    /// store in memory.
    /// </summary>
    public string? Quarantine { get; init; }

    /// <summary>What was done.</summary>
    public override string ToString() => Action;
}
