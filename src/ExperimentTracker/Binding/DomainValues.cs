using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using ExperimentTracker.Json;
using ExperimentTracker.Redaction;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>Converts PowerShell values to the supported types of values (see <see cref="NamedValues"/>).</summary>
internal static class DomainValues
{
    /// <summary>Converts one value.</summary>
    /// <exception cref="TrackerException"><c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public static object? From(string name, object? value) => From(name, value, 0);

    /// <summary>Converts a hashtable, a dictionary or an object with properties.</summary>
    /// <exception cref="TrackerException"><c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public static NamedValues FromObject(string name, object? value)
    {
        if (value is null) return NamedValues.Empty;
        return From(name, value) as NamedValues
            ?? throw RunErrors.UnsupportedValue(name, value, "a hashtable or an object with properties is expected");
    }

    /// <summary>
    /// Converts the arguments of a script. The user did not choose to store these values, so credentials are masked, and a value that cannot be
    /// stored is converted to a string.
    /// </summary>
    public static NamedValues Captured(IReadOnlyDictionary<string, object?> arguments) =>
        new(arguments.OrderBy(a => a.Key, StringComparer.OrdinalIgnoreCase).Select(a => KeyValuePair.Create(a.Key, Captured(a.Key, a.Value))));

    private static object? Captured(string name, object? value)
    {
        try
        {
            return From(name, value);
        }
        catch (TrackerException error)
        {
            return error.ErrorId == "SecretRefused" ? SecretRedactor.Mask : PSObject.AsPSObject(value!).ToString();
        }
    }

    /// <summary>Converts tags: <c>key</c>, <c>key=value</c>, hashtables, and lists of these.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>, <c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public static NamedValues Tags(IEnumerable<object>? tags) => new((tags ?? []).SelectMany(Tag));

    private static IEnumerable<KeyValuePair<string, object?>> Tag(object tag)
    {
        object value = tag is PSObject wrapped ? wrapped.BaseObject : tag;
        if (value is SecureString or PSCredential) throw RunErrors.SecretRefused("tag");
        if (value is IDictionary map)
        {
            return FromObject("tag", map).Pairs.Select(p => KeyValuePair.Create(Names.CheckTag(p.Key), (object?)(p.Value is null ? null : ValueText.Format(p.Value))));
        }

        string text = LanguagePrimitives.ConvertTo<string>(value);
        int mark = text.IndexOf('=', StringComparison.Ordinal);
        return mark < 0
            ? [KeyValuePair.Create(Names.CheckTag(text), (object?)null)]
            : [KeyValuePair.Create(Names.CheckTag(text[..mark]), (object?)text[(mark + 1)..])];
    }

    private static object? From(string name, object? value, int depth)
    {
        if (depth > JsonText.MaxDepth - 2) throw RunErrors.UnsupportedValue(name, value, $"it nests deeper than {JsonText.MaxDepth - 2} levels");
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            null => null,
            SecureString or PSCredential => throw RunErrors.SecretRefused(name),
            string or bool or long or double or TimeSpan => plain,
            DateTime time => time.Kind == DateTimeKind.Local ? time : time.Kind == DateTimeKind.Utc ? time.ToLocalTime() : DateTime.SpecifyKind(time, DateTimeKind.Local),
            DateTimeOffset time => time.LocalDateTime,
            char character => character.ToString(),
            Enum member => member.ToString(),
            sbyte or byte or short or ushort or int or uint => Convert.ToInt64(plain, CultureInfo.InvariantCulture),
            ulong integer => integer <= long.MaxValue ? (long)integer : throw TooLarge(name, integer),
            BigInteger integer => integer >= long.MinValue && integer <= long.MaxValue ? (long)integer : throw TooLarge(name, integer),
            Half or float or decimal => ToDouble(plain),
            SwitchParameter flag => flag.IsPresent,
            Guid or Uri or Version or Type or FileSystemInfo => plain.ToString(),
            ScriptBlock code => code.ToString(),
            IDictionary map => FromMap(map, name, depth),
            IEnumerable list => list.Cast<object?>().Select(item => From(name, item, depth + 1)).ToArray(),
            _ => FromProperties(PSObject.AsPSObject(value!), name, depth),
        };
    }

    // A float is converted to the double with the same shortest representation: 0.1f to 0.1 and not to 0.10000000149011612.
    private static double ToDouble(object value) => value is float or Half
        ? double.Parse(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static NamedValues FromMap(IDictionary map, string name, int depth)
    {
        IEnumerable<KeyValuePair<string, object?>> pairs = map.Cast<DictionaryEntry>().Select(entry =>
        {
            string key = LanguagePrimitives.ConvertTo<string>(entry.Key);
            return KeyValuePair.Create(key, From(depth == 0 ? key : $"{name}.{key}", entry.Value, depth + 1));
        });

        // A hashtable has no order, so its entries are sorted.
        return new NamedValues(map is Hashtable ? pairs.OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase) : pairs);
    }

    private static NamedValues FromProperties(PSObject value, string name, int depth) => new(value.Properties
        .Where(p => p.IsGettable && p.MemberType is not PSMemberTypes.ParameterizedProperty)
        .Select(p => KeyValuePair.Create(p.Name, From(depth == 0 ? p.Name : $"{name}.{p.Name}", Read(p, name), depth + 1))));

    private static object? Read(PSPropertyInfo property, string name)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException e)
        {
            throw RunErrors.UnsupportedValue(name, property, $"its property {property.Name} cannot be read: {(e.InnerException ?? e).Message}");
        }
    }

    private static TrackerException TooLarge(string name, object value) =>
        RunErrors.UnsupportedValue(name, value, $"{value} does not fit in a 64-bit integer; pass it as a string or as a floating-point number");
}
