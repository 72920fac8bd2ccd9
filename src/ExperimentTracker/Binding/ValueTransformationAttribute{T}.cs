namespace ExperimentTracker.Binding;

/// <summary>Reads a parameter of one value or an array, of one kind.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public abstract class ValueTransformationAttribute<T> : ValueTransformationAttribute
    where T : struct
{
    private protected ValueTransformationAttribute(Type type) : base(type) { }

    internal abstract ValueKind Kind { get; }

    internal sealed override ValueProblem? Read(object? value, out object result)
    {
        result = default(T);
        if (!Type.IsArray)
        {
            if (ReadOne(value, out T single) is { } refused) return new ValueProblem(Kind, value, null, refused);
            result = Convert(single);
            return Outside(single) is { } outside ? new ValueProblem(RangeKind, value, null, outside) : null;
        }

        if (ReadAll(value, out T[] values) is { } problem) return problem;
        for (int i = 0; IsLimited && i < values.Length; i++)
        {
            if (Outside(values[i]) is { } outside) return new ValueProblem(RangeKind, values[i], i, outside);
        }

        result = ConvertAll(values);
        return null;
    }

    /// <summary>The kind of the error for a value that is out of range.</summary>
    private protected virtual ValueKind RangeKind => ValueKind.Range;

    /// <summary>Whether not all values are allowed.</summary>
    public virtual bool IsLimited => false;

    /// <summary>Reads one value; returns the reason why it is refused.</summary>
    private protected abstract string? ReadOne(object? value, out T result);

    /// <summary>Reads one value or a list of values.</summary>
    private protected virtual ValueProblem? ReadAll(object? value, out T[] values) => ValueList.Read(value, Kind, ReadOne, out values);

    /// <summary>The reason why a value is not allowed, or <see langword="null"/>.</summary>
    private protected virtual string? Outside(T value) => null;

    /// <summary>Converts a value to the type of the parameter.</summary>
    private protected virtual object Convert(T value) => value;

    /// <summary>Converts values to the type of the parameter.</summary>
    private protected virtual object ConvertAll(T[] values) => values;
}
