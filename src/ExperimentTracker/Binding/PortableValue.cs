using System.Management.Automation;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>
/// A number or a date that Export-Csv writes in the invariant culture. Export-Csv calls ToString, and a number or a date uses the culture of the session: 0,5 in
/// German, which PowerShell reads back as 5; −1 with a minus sign of Unicode in Swedish. It is still a number or a date: PowerShell unwraps it.
/// </summary>
internal sealed class PortableValue : PSObject
{
    private PortableValue(object value) : base(value) { }

    /// <summary>Returns the value unchanged, or with its own ToString.</summary>
    /// <remarks>A method that is added to an object would do the same, but PowerShell compiles it again for each object.</remarks>
    public static object? Of(object? value) =>
        value is double or DateTime or < 0L ? new PortableValue(value) : value; // some cultures have another minus sign

    /// <inheritdoc/>
    public override string ToString() => ValueText.Format(BaseObject);
}
