namespace ExperimentTracker;

/// <summary>How good a run was after one of its epochs; series <c>epoch/…</c>.</summary>
public sealed record Epoch : Evaluation
{
    /// <summary>The run and the number of the epoch.</summary>
    public override string ToString() => $"{Run} epoch {Index}";
}
