using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ExperimentTracker.Transfer;

/// <summary>
/// Selects the fields of a record that an export contains: those that are stored with the record. A new property of a record is exported and imported
/// without further code, unless it is marked as derived.
/// </summary>
internal static class ExportFields
{
    /// <summary>Omits derived properties, and writes the fields of the record that an item contains into the item.</summary>
    public static void Choose(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Assembly != typeof(Run).Assembly) return;
        OmitDerived(type);
        if (type.Properties.FirstOrDefault(p => p.AttributeProvider!.IsDefined(typeof(FlattenedAttribute), false)) is { } carried) Flatten(type, carried);
    }

    private static void OmitDerived(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties.ToArray())
        {
            if (property.AttributeProvider is PropertyInfo member && IsDerived(member)) type.Properties.Remove(property);
        }
    }

    private static bool IsDerived(PropertyInfo property) =>
        property.IsDefined(typeof(DerivedAttribute)) || (!property.CanWrite && !property.IsDefined(typeof(JsonIgnoreAttribute)));

    private static void Flatten(JsonTypeInfo item, JsonPropertyInfo carried)
    {
        JsonTypeInfo record = new DefaultJsonTypeInfoResolver().GetTypeInfo(carried.PropertyType, item.Options);
        OmitDerived(record);
        IReadOnlyList<string> optional = ((FlattenedAttribute)carried.AttributeProvider!.GetCustomAttributes(typeof(FlattenedAttribute), false)[0]).Optional;
        Func<object, object?> get = carried.Get!;
        item.Properties.Remove(carried);
        for (int i = 0; i < record.Properties.Count; i++)
        {
            JsonPropertyInfo field = record.Properties[i];
            JsonPropertyInfo copy = item.CreateJsonPropertyInfo(field.PropertyType, field.Name);
            copy.Get = owner => field.Get!(get(owner)!);
            copy.Set = (owner, value) => field.Set!(get(owner)!, value);
            copy.AttributeProvider = field.AttributeProvider;
            copy.CustomConverter = field.CustomConverter;
            copy.NumberHandling = field.NumberHandling;
            copy.IsRequired = field.IsRequired && !optional.Contains(field.Name);
            item.Properties.Insert(i, copy);
        }

        Func<object> create = item.CreateObject!, createRecord = carried.PropertyType == typeof(Run) ? () => TransferRun.Blank with { } : record.CreateObject!;
        Action<object, object?> set = carried.Set!;
        item.CreateObject = () =>
        {
            object made = create();
            set(made, createRecord());
            return made;
        };
    }
}
