namespace ExperimentTracker.Series;

/// <summary>
/// The statistics of a series, updated with each point. The mean is a sum with Neumaier's compensation (A. Neumaier, "Rundungsfehleranalyse einiger
/// Verfahren zur Summation endlicher Summen", ZAMM 54, 1974) divided by the count, so that a million small values are not lost beside a large one.
/// When the sum of finite values exceeds the largest double, <see cref="Sum"/> is NaN and <see cref="Compensation"/> is the sum times 2⁻⁶⁴.
/// </summary>
public sealed class SeriesStatistics
{
    private const double Scale = 18446744073709551616.0; // 2⁶⁴

    /// <summary>The number of points, NaN included.</summary>
    public long Count { get; set; }

    /// <summary>The number of NaN values.</summary>
    public long NaNCount { get; set; }

    /// <summary>The lowest step.</summary>
    public long FirstStep { get; set; }

    /// <summary>The earliest value at the lowest step.</summary>
    public double First { get; set; }

    /// <summary>The highest step.</summary>
    public long LastStep { get; set; }

    /// <summary>The latest value at the highest step.</summary>
    public double Last { get; set; }

    /// <summary>The time of the last value, in UTC ticks.</summary>
    public long LastTicks { get; set; }

    /// <summary>The lowest value; undefined while <see cref="HasValues"/> is false.</summary>
    public double Min { get; set; }

    /// <summary>The lowest step of the lowest value.</summary>
    public long MinStep { get; set; }

    /// <summary>The highest value; undefined while <see cref="HasValues"/> is false.</summary>
    public double Max { get; set; }

    /// <summary>The lowest step of the highest value.</summary>
    public long MaxStep { get; set; }

    /// <summary>The sum of the values that are not NaN.</summary>
    public double Sum { get; set; }

    /// <summary>The accumulated rounding error of <see cref="Sum"/>.</summary>
    public double Compensation { get; set; }

    /// <summary>Whether there is a value that is not NaN.</summary>
    public bool HasValues => Count > NaNCount;

    /// <summary>The mean of the values that are not NaN, or <see langword="null"/> when there are none.</summary>
    public double? Mean => !HasValues ? null : Exceeds ? Compensation / (Count - NaNCount) * Scale : (Sum + Compensation) / (Count - NaNCount);

    // The sum of infinite values of both signs is NaN too; the extremes tell.
    private bool Exceeds => double.IsNaN(Sum) && HasValues && double.IsFinite(Min) && double.IsFinite(Max);

    /// <summary>Adds a point that is written after all previous ones.</summary>
    public void Add(long step, double value, long utcTicks)
    {
        if (Count == 0 || step < FirstStep) (FirstStep, First) = (step, value);
        if (Count == 0 || step >= LastStep) (LastStep, Last, LastTicks) = (step, value, utcTicks);
        if (double.IsNaN(value)) NaNCount++;
        else AddValue(step, value);
        Count++;
    }

    /// <summary>Adds points in the order they are written, after all previous ones.</summary>
    public void AddRange(ReadOnlySpan<long> steps, ReadOnlySpan<double> values, ReadOnlySpan<long> utcTicks)
    {
        for (int i = 0; i < values.Length; i++) Add(steps[i], values[i], utcTicks[i]);
    }

    private void AddValue(long step, double value)
    {
        if (Exceeds)
        {
            if (double.IsFinite(value)) Compensation += value / Scale;
            else (Sum, Compensation) = (value, 0);
            AddExtremes(step, value);
            return;
        }

        AddExtremes(step, value);
        double sum = Sum + value;
        if (double.IsInfinity(sum) && double.IsFinite(Sum) && double.IsFinite(value))
        {
            (sum, Compensation) = (double.NaN, (Sum / Scale) + (value / Scale) + (Compensation / Scale));
        }

        // An infinite sum has no rounding error, and calculating one would give NaN.
        else if (double.IsFinite(sum)) Compensation += Math.Abs(Sum) >= Math.Abs(value) ? (Sum - sum) + value : (value - sum) + Sum;
        Sum = sum;
    }

    private void AddExtremes(long step, double value)
    {
        if (!HasValues)
        {
            (Min, MinStep, Max, MaxStep) = (value, step, value, step);
        }
        else
        {
            if (value < Min || (value == Min && step < MinStep)) (Min, MinStep) = (value, step);
            if (value > Max || (value == Max && step < MaxStep)) (Max, MaxStep) = (value, step);
        }
    }
}
