namespace ExperimentTracker;

/// <summary>How good a run was in the end; series <c>result/…</c>.</summary>
public sealed record Result : Evaluation
{
    /// <summary>The run and the number of the result.</summary>
    public override string ToString() => $"{Run} result {Index}";
}
