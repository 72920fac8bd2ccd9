namespace ExperimentTracker.Binding;

/// <summary>Reads a parameter of floating-point numbers (see <see cref="NumberReader"/>).</summary>
/// <param name="type">The type of the parameter.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NumberTransformationAttribute(Type type) : ValueTransformationAttribute<double>(type)
{
    /// <summary>The lowest number that is allowed.</summary>
    public double Lowest { get; init; } = double.NegativeInfinity;

    /// <summary>The highest number that is allowed.</summary>
    public double Highest { get; init; } = double.PositiveInfinity;

    /// <summary>Whether a duration is accepted, as its seconds.</summary>
    public bool AcceptsDurations { get; init; }

    internal override ValueKind Kind => ValueKind.Number;

    /// <inheritdoc/>
    public override bool IsLimited => Lowest > double.NegativeInfinity || Highest < double.PositiveInfinity;

    private protected override string? ReadOne(object? value, out double result) => NumberReader.Read(value, out result);

    private protected override ValueProblem? ReadAll(object? value, out double[] values) =>
        AcceptsDurations ? MetricValue.ReadAll(value, out values) : base.ReadAll(value, out values);

    // NaN is outside of every range.
    private protected override string? Outside(double value) =>
        !IsLimited || (value >= Lowest && value <= Highest) ? null
        : Highest < double.MaxValue ? FormattableString.Invariant($"is not between {Lowest} and {Highest}")
        : FormattableString.Invariant($"is not a finite number from {Lowest}");
}
