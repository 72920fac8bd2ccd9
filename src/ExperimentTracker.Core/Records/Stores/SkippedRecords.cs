namespace ExperimentTracker;

/// <summary>Things of one kind that an import left out: a store has no place for them, or they could not be read.</summary>
/// <param name="Kind">The kind of thing, in the words of the other tracker.</param>
/// <param name="Count">How many.</param>
/// <param name="Reason">Why they were left out.</param>
/// <param name="First">The name or the place of the first one.</param>
public sealed record SkippedRecords(string Kind, long Count, string Reason, string First)
{
    /// <summary>The number, the kind, the first one and the reason.</summary>
    public override string ToString() => $"{Count} × {Kind} ({(Count == 1 ? "" : "first: ")}{First}): {Reason}";
}
