using System.Globalization;
using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>Takes a number as seconds; a <see cref="TimeSpan"/>, or a text that is one, as what it is.</summary>
public sealed class IntervalTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return plain switch
        {
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) => FromSeconds(seconds),
            IConvertible number and not (string or bool or DateTime) => FromSeconds(number.ToDouble(CultureInfo.InvariantCulture)),
            _ => inputData,
        };
    }

    private static TimeSpan FromSeconds(double seconds) => Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentTransformationMetadataException($"{seconds} s are longer than any interval.");
}
