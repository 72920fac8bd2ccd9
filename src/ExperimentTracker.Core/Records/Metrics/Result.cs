using System.Diagnostics.CodeAnalysis;

namespace ExperimentTracker;

/// <summary>How good a run was in the end; series <c>result/…</c>.</summary>
public sealed record Result : Evaluation
{
    /// <summary>Makes a result of nothing.</summary>
    public Result()
    {
    }

    /// <summary>Makes a result that says what another evaluation does.</summary>
    [SetsRequiredMembers]
    public Result(Evaluation other)
        : base(other)
    {
    }

    /// <summary>The run and the number of the result.</summary>
    public override string ToString() => $"{Run} result {Index}";
}
