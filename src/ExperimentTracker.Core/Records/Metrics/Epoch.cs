namespace ExperimentTracker;

/// <summary>The evaluation of a run after one of its epochs; also stored as the series <c>epoch/…</c>.</summary>
public sealed record Epoch : Evaluation
{
    /// <summary>The run and the number of the epoch.</summary>
    public override string ToString() => $"{Run} epoch {Index}";
}
