using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace ExperimentTracker.Binding;

/// <summary>
/// Accepts a script block in place of a value: <c>-Value { $_.loss }</c>. The block is called for each pipeline object. PowerShell does the same for
/// parameters that it binds by property name; here a placeholder value of the parameter's own type represents the block.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DeferredAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<object, ScriptBlock> Blocks = [];

    private readonly Type type;

    /// <summary>Accepts script blocks for a parameter of this type: a string or an array.</summary>
    public DeferredAttribute(Type type) => this.type = type;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => StandIn(inputData, type) ?? inputData;

    /// <summary>Returns a value of the type that represents the script block; <see langword="null"/> for other values.</summary>
    internal static object? StandIn(object? value, Type type)
    {
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is not ScriptBlock block) return null;
        object standIn = type.IsArray ? Array.CreateInstance(type.GetElementType()!, 1) : new string('?', 1);
        Blocks.Add(standIn, block);
        return standIn;
    }

    /// <summary>Whether the value represents a script block.</summary>
    internal static bool IsDeferred(object? value) => value is not null && Blocks.TryGetValue(value, out _);

    /// <summary>Returns the result of the value's script block for a pipeline object, or the value itself if it represents no block.</summary>
    internal static object? Resolve(object? value, object? input)
    {
        if (value is null || !Blocks.TryGetValue(value, out ScriptBlock? block)) return value;
        System.Collections.ObjectModel.Collection<PSObject> output = block.InvokeWithContext(null, [new PSVariable("_", input)], []);
        return output.Count switch { 0 => null, 1 => output[0], _ => output.ToArray() };
    }
}
