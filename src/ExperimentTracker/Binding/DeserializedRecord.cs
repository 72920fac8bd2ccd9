using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>Converts a deserialized object back to a record, from its properties and with its source store.</summary>
internal static class DeserializedRecord
{
    /// <summary>Whether the object is a deserialized record of this type.</summary>
    public static bool Is(PSObject value, Type type) => value.BaseObject is PSCustomObject && ForeignRecord.KindOf(value) == type.Name;

    /// <summary>Returns the record. Its properties are numbers, dates, strings, enum values and lists of these.</summary>
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

        if (SourceStore.Of(deserialized) is { } source) RecordOrigins.Set(record, source);
        return record;
    }

    // A series stores its times as ticks, but its property returns dates.
    private static MetricSeries MakeSeries(PSObject deserialized)
    {
        bool hasTimes = LanguagePrimitives.TryConvertTo(deserialized.Properties[nameof(MetricSeries.Timestamps)]?.Value, out DateTime[] times);
        long[] ticks = hasTimes ? Array.ConvertAll(times, UtcTicks.From) : [];
        return MetricSeries.Create(new Metric { RunId = "", Key = "", Count = ticks.Length }, null, [], [], ticks);
    }
}
