namespace ExperimentTracker.Transfer;

/// <summary>A record that is matched by its id, or else by its name.</summary>
public interface ITransferNamed
{
    /// <summary>The id.</summary>
    string Id { get; }

    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>When it was last changed.</summary>
    DateTime UpdatedAt { get; }

    /// <summary>When it was removed, or <see langword="null"/> while it is live.</summary>
    DateTime? RemovedAt { get; }
}
