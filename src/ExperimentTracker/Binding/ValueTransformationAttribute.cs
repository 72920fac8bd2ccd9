using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>
/// Reads the value of a parameter, so that PowerShell's own conversion never guesses: it reads '1,5' as 15, 2.5 as 2, and '' and <c>$null</c> as 0. A
/// test demands one of these attributes on each parameter of a number, a date or a duration.
/// </summary>
public abstract class ValueTransformationAttribute : ArgumentTransformationAttribute
{
    private readonly bool isNullable;

    private protected ValueTransformationAttribute(Type type) => (Type, isNullable) = (type, Nullable.GetUnderlyingType(type) is not null);

    /// <summary>The type of the parameter.</summary>
    public Type Type { get; }

    /// <summary>Whether a script block is accepted, which is called for each pipeline object (see <see cref="DeferredAttribute"/>).</summary>
    public bool AcceptsScriptBlock { get; init; }

    /// <inheritdoc/>
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (AcceptsScriptBlock && DeferredAttribute.StandIn(inputData, Type) is { } deferred) return deferred;

        // A property that is null is a value that the object does not have. On the command line it is an error: see BoundValues.
        if (isNullable && PlainValue.Of(inputData) is null) return null!;
        return Read(inputData, out object result) is { } problem ? RefusedValues.StandIn(Type, problem) : result;
    }

    /// <summary>Reads a value of the parameter.</summary>
    internal abstract ValueProblem? Read(object? value, out object result);
}
