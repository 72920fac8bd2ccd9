using System.Collections;
using System.Data;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>
/// Converts one value and what it contains. No two different values become one: a value is stored as itself, as the string that it is, or as its
/// entries or properties, and is refused otherwise.
/// </summary>
internal sealed class DomainValueReader
{
    private const int LongestName = 80;
    private const string DeserializedPrefix = "Deserialized.";

    // Types of the system whose properties are their whole content.
    private static readonly string[] Open =
        ["System.Management.Automation.", "System.Tuple", "System.ValueTuple", "System.Collections.DictionaryEntry", "System.Collections.Generic.KeyValuePair"];

    // The containers that the current value is in, by reference; and the value's path.
    private readonly List<object> containers = [];
    private readonly List<string> path = [];

    /// <summary>Converts the value.</summary>
    /// <param name="name">Its name in errors.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="TrackerException"><c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public object? Read(string name, object? value)
    {
        path.Add(name);
        return Read(value);
    }

    private string Name
    {
        get
        {
            // The entries of a hashtable have their own names; those of a list have that of the list.
            IEnumerable<string> parts = path.Count > 1 && !path[1].StartsWith('[') ? path.Skip(1) : path;
            string name = string.Join('.', parts).Replace(".[", "[", StringComparison.Ordinal);
            return Shorten(name);
        }
    }

    private object? Read(object? value)
    {
        object? plain = PlainValue.Of(value);
        return plain switch
        {
            null => null,
            SecureString or PSCredential or System.Net.NetworkCredential => throw RunErrors.SecretRefused(Name),
            string or bool or long or double or TimeSpan => plain,
            DateTime time => time.Kind == DateTimeKind.Local ? time : time.Kind == DateTimeKind.Utc ? time.ToLocalTime() : DateTime.SpecifyKind(time, DateTimeKind.Local),
            DateTimeOffset time => time.LocalDateTime,
            Enum => plain.ToString(),
            float or Half => NumberReader.FromDigits(plain),
            decimal => NumberReader.Read(plain, out double exact) is { } why ? throw Refuse(plain, $"{ValueText.Format(plain)} {why}, or pass it as a string") : exact,
            SwitchParameter flag => flag.IsPresent,
            _ when NumberReader.ToInteger(plain) is { } integer => IntegerReader.Read(plain, out long fitting) is null ? fitting : throw TooLarge(plain, integer),
            IDictionary map => Within(map, () => FromMap(map)),
            DataRowView row => Within(row.Row, () => FromRow(row.Row)),
            DataRow row => Within(row, () => FromRow(row)),
            PSObject properties => FromProperties(properties, properties),
            _ => TextForm.Of(plain) ?? FromContent(plain),
        };
    }

    private object? FromContent(object plain) => plain switch
    {
        IEnumerable<KeyValuePair<string, object?>> map => Within(plain, () => FromPairs(map.Select(p => (p.Key, p.Value)))),
        IEnumerable list => Within(plain, () => list.Cast<object?>().Select((item, i) => In($"[{i.ToString(CultureInfo.InvariantCulture)}]", item)).ToArray()),
        _ => FromProperties(PSObject.AsPSObject(plain), plain),
    };

    private NamedValues FromMap(IDictionary map)
    {
        NamedValues values = FromPairs(MapEntries.Of(map).Select(entry => (NameReader.Read($"A key of '{Name}'", entry.Key) ?? "", entry.Value)));

        // A hashtable has no order, so its entries are sorted.
        return map is Hashtable ? new NamedValues(values.Pairs.OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase)) : values;
    }

    private NamedValues FromRow(DataRow row) => FromPairs(row.Table.Columns.Cast<DataColumn>().Select(column => (column.ColumnName, (object?)row[column])));

    // An object of a type of the system keeps most of its content elsewhere: its properties are not the value.
    private NamedValues FromProperties(PSObject value, object identity)
    {
        string type = value.TypeNames.FirstOrDefault() ?? "";
        bool isDeserialized = type.StartsWith(DeserializedPrefix, StringComparison.Ordinal);
        if (isDeserialized) type = type[DeserializedPrefix.Length..];
        PSPropertyInfo[] properties = [.. value.Properties.Where(p => p.IsGettable && p.MemberType is not PSMemberTypes.ParameterizedProperty)];
        bool isCustom = value.BaseObject is PSCustomObject && (!isDeserialized || type == typeof(PSCustomObject).FullName);
        if (!isCustom && (properties.Length == 0 || HidesContent(type)))
        {
            throw Refuse(value.BaseObject, $"a {Shorten(type)} has neither a string form nor properties that are its whole content; pass the values that you mean");
        }

        return Within(identity, () => FromPairs(properties.Select(p => (p.Name, Get(p)))));
    }

    private static bool HidesContent(string type) =>
        type.StartsWith("System.", StringComparison.Ordinal) && !Open.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));

    private static string Shorten(string text) => text.Length <= LongestName ? text : text[..LongestName] + "…";

    private NamedValues FromPairs(IEnumerable<(string Name, object? Value)> pairs)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return new NamedValues(pairs.Select(pair =>
        {
            if (!names.Add(pair.Name)) throw Refuse(pair.Value, $"it has two entries with the name '{pair.Name}'");
            return KeyValuePair.Create(pair.Name, In(pair.Name, pair.Value));
        }));
    }

    private object? In(string name, object? value)
    {
        path.Add(name);
        object? result = Read(value);
        path.RemoveAt(path.Count - 1);
        return result;
    }

    private T Within<T>(object container, Func<T> read)
    {
        if (containers.Exists(outer => ReferenceEquals(outer, container))) throw Refuse(container, "it contains itself");
        if (containers.Count >= JsonText.MaxDepth - 2) throw Refuse(container, $"it nests deeper than {JsonText.MaxDepth - 2} levels");
        containers.Add(container);
        T result = read();
        containers.RemoveAt(containers.Count - 1);
        return result;
    }

    private object? Get(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException e)
        {
            throw Refuse(property, $"its property {property.Name} cannot be read: {(e.InnerException ?? e).Message}");
        }
    }

    private TrackerException TooLarge(object value, BigInteger integer) =>
        Refuse(value, $"{ValueText.Format(integer)} does not fit in a 64-bit integer; pass it as a string or as a floating-point number");

    private TrackerException Refuse(object? value, string why) => RunErrors.UnsupportedValue(Name, value, why);
}
