using System.Collections;
using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Points;

/// <summary>
/// Reads the properties of points from pipeline objects. PowerShell's own binding by property name takes several times as long, because it looks up
/// each name in each object; here the properties of a .NET type are found once.
/// </summary>
internal sealed class PointProperties
{
    private static readonly string[][] Names =
        [["Key"], ["Value", "Values"], ["Step", "Steps"], ["Timestamp", "Timestamps"], ["Label"], ["Unit"], ["Goal"], ["RunId", "Run"]];

    private static readonly Dictionary<string, int> Places =
        Names.SelectMany((names, place) => names.Select(name => KeyValuePair.Create(name, place))).ToDictionary(StringComparer.OrdinalIgnoreCase);

    // Stands for a type whose objects are values themselves.
    private static readonly Func<object, object?>?[] IsAValue = [null];

    private readonly Dictionary<Type, Func<object, object?>?[]> byType = [];
    private Type? lastType;
    private Func<object, object?>?[] last = [];

    /// <summary>Whether a property describes a point, and does not name a metric.</summary>
    public static bool IsField(string name) => Places.ContainsKey(name);

    /// <summary>Reads the properties of an object; a number or string is a value itself.</summary>
    public PointFields Read(PSObject? input)
    {
        if (input is null) return default;
        object plain = input.BaseObject;
        if (plain is PSCustomObject) return ReadMembers(input);
        if (plain is double or int or long or string) return new() { Value = plain };
        if (plain is JsonObject or JsonElement { ValueKind: JsonValueKind.Object }) return ReadTable((IDictionary)PlainValue.Of(plain)!);
        if (plain is IDictionary table) return ReadTable(table);
        Func<object, object?>?[] getters = GettersOf(plain.GetType());
        if (ReferenceEquals(getters, IsAValue)) return new() { Value = input };

        // Added properties do not hide properties of the type, but a type without a value can have an added one.
        if (getters[1] is null) return ReadMembers(input);
        return new()
        {
            Key = getters[0]?.Invoke(plain),
            Value = getters[1]!.Invoke(plain),
            Step = getters[2]?.Invoke(plain),
            Timestamp = getters[3]?.Invoke(plain),
            Label = getters[4]?.Invoke(plain),
            Unit = getters[5]?.Invoke(plain),
            Goal = getters[6]?.Invoke(plain),
            Run = getters[7] is { } run ? run(plain) ?? DBNull.Value : null,
        };
    }

    // A number, a date, a duration, or a node of JSON.
    private static bool IsValue(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(DBNull) || type == typeof(JsonElement) || type.IsAssignableTo(typeof(JsonNode)) ||
        (type.IsValueType && !type.IsGenericType && type.Namespace is "System" or "System.Numerics");

    // Enumerating the existing properties takes a third of the time of looking up each possible one.
    private static PointFields ReadMembers(PSObject input)
    {
        var fields = default(PointFields);
        foreach (PSPropertyInfo property in input.Properties)
        {
            if (Places.TryGetValue(property.Name, out int place)) Set(ref fields, place, property.Value);
        }

        return fields;
    }

    private static PointFields ReadTable(IDictionary table)
    {
        var fields = default(PointFields);
        foreach (DictionaryEntry entry in table)
        {
            if (entry.Key is string name && Places.TryGetValue(name, out int place)) Set(ref fields, place, entry.Value);
        }

        return fields;
    }

    // A column without a value is not the next step, or the current time; a nullable property of a .NET type is.
    private static void Set(ref PointFields fields, int place, object? value)
    {
        switch (place)
        {
            case 0: fields.Key = value; break;
            case 1: fields.Value = value; break;
            case 2: fields.Step = value ?? DBNull.Value; break;
            case 3: fields.Timestamp = value ?? DBNull.Value; break;
            case 4: fields.Label = value; break;
            case 5: fields.Unit = value; break;
            case 6: fields.Goal = value; break;
            default: fields.Run = value ?? DBNull.Value; break;
        }
    }

    private Func<object, object?>?[] GettersOf(Type type)
    {
        if (type == lastType) return last;
        if (!byType.TryGetValue(type, out Func<object, object?>?[]? getters)) byType.Add(type, getters = IsValue(type) ? IsAValue : [.. Names.Select(names => Getter(type, names))]);
        (lastType, last) = (type, getters);
        return getters;
    }

    private static Func<object, object?>? Getter(Type type, string[] names)
    {
        const BindingFlags anyCase = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;
        MemberInfo? member = names
            .SelectMany(name => type.GetMember(name, MemberTypes.Property | MemberTypes.Field, anyCase))
            .FirstOrDefault(m => m is FieldInfo or PropertyInfo { CanRead: true, GetMethod.IsPublic: true } && (m as PropertyInfo)?.GetIndexParameters().Length is null or 0);
        if (member is null) return null;
        ParameterExpression record = Expression.Parameter(typeof(object));
        Expression value = Expression.MakeMemberAccess(Expression.Convert(record, type), member);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), record).Compile();
    }
}
