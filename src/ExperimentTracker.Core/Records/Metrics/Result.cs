using System.Diagnostics.CodeAnalysis;

namespace ExperimentTracker;

/// <summary>The final evaluation of a run; also stored as the series <c>result/…</c>.</summary>
public sealed record Result : Evaluation
{
    /// <summary>Creates a result without values.</summary>
    public Result()
    {
    }

    /// <summary>Creates a result with the values of another evaluation.</summary>
    [SetsRequiredMembers]
    public Result(Evaluation other)
        : base(other)
    {
    }

    /// <summary>The run and the number of the result.</summary>
    public override string ToString() => $"{Run} result {Index}";
}
