using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace ExperimentTracker.Binding;

/// <summary>
/// Takes a script block in the place of a value: <c>-Value { $_.loss }</c>. It is run for each object of the pipeline. PowerShell does the same for
/// parameters that it binds by property name; here a value of the parameter's own type stands for the block.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DeferredAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<object, ScriptBlock> Blocks = [];

    private readonly Func<object> makeStandIn;

    /// <summary>Takes blocks for a parameter of that type: text or an array.</summary>
    public DeferredAttribute(Type type) =>
        makeStandIn = type.IsArray ? () => Array.CreateInstance(type.GetElementType()!, 1) : () => new string('?', 1);

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not ScriptBlock block) return inputData;
        object standIn = makeStandIn();
        Blocks.Add(standIn, block);
        return standIn;
    }

    /// <summary>Whether the value stands for a block.</summary>
    internal static bool IsDeferred(object? value) => value is not null && Blocks.TryGetValue(value, out _);

    /// <summary>What the value's block gives for an object of the pipeline; the value itself when it stands for none.</summary>
    internal static object? Resolve(object? value, object? input)
    {
        if (value is null || !Blocks.TryGetValue(value, out ScriptBlock? block)) return value;
        System.Collections.ObjectModel.Collection<PSObject> output = block.InvokeWithContext(null, [new PSVariable("_", input)], []);
        return output.Count == 1 ? output[0] : output.ToArray();
    }
}
