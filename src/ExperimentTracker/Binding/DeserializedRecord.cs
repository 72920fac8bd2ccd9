using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>Makes a record again of an object that came back from a job or a file: by its properties, with the store that it came from.</summary>
internal static class DeserializedRecord
{
    /// <summary>Whether the object is a record of that type that came back.</summary>
    public static bool Is(PSObject value, Type type) => value.BaseObject is PSCustomObject && ForeignRecord.KindOf(value) == type.Name;

    /// <summary>The record; its properties are numbers, moments, texts, enumerations and lists of these.</summary>
    public static object Make(PSObject deserialized, Type type)
    {
        object record = type == typeof(MetricSeries) ? MakeSeries(deserialized) : RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.CanWrite))
        {
            if (deserialized.Properties[property.Name]?.Value is { } value && LanguagePrimitives.TryConvertTo(value, property.PropertyType, out object converted))
            {
                property.SetValue(record, converted);
            }
        }

        if (SourceStore.Of(deserialized) is { } source) RecordOrigins.Note(record, source);
        return record;
    }

    // A series keeps its moments as ticks, and shows them as moments.
    private static MetricSeries MakeSeries(PSObject deserialized)
    {
        bool hasMoments = LanguagePrimitives.TryConvertTo(deserialized.Properties[nameof(MetricSeries.Timestamps)]?.Value, out DateTime[] moments);
        long[] ticks = hasMoments ? Array.ConvertAll(moments, UtcTicks.From) : [];
        return MetricSeries.Create(new Metric { RunId = "", Key = "", Count = ticks.Length }, null, [], [], ticks);
    }
}
