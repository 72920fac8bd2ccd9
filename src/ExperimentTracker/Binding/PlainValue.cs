using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>
/// The value that an object of PowerShell, of a database or of a JSON library stands for: without its wrapper, <see langword="null"/> for every kind
/// of null.
/// </summary>
internal static class PlainValue
{
    private const string DeserializedEnum = "Deserialized.System.Enum";
    private const string Newtonsoft = "Newtonsoft.Json.Linq.";

    /// <summary>Returns the value. An object whose content is its properties is returned as its <see cref="PSObject"/>.</summary>
    public static object? Of(object? value) => value switch
    {
        null or string or double or int or long or bool or DateTime => value,
        DBNull or NullString => null,
        PSObject wrapped => OfWrapped(wrapped),
        JsonElement element => OfElement(element),
        JsonDocument document => OfElement(document.RootElement),
        JsonNode node => OfNode(node),
        _ when value.GetType().FullName?.StartsWith(Newtonsoft, StringComparison.Ordinal) == true => OfToken(value),
        _ => value,
    };

    /// <summary>Whether the value is a list of values, and not a single one.</summary>
    public static bool IsList(object? value) => value switch
    {
        double or long or int or string or null => false,
        PSObject wrapped => IsList(wrapped.BaseObject),
        JsonElement element => element.ValueKind == JsonValueKind.Array,
        _ => value is IEnumerable and not (IDictionary or System.Xml.XmlNode or JsonObject),
    };

    private static object? OfWrapped(PSObject wrapped)
    {
        if (ReferenceEquals(wrapped, AutomationNull.Value)) return null;
        if (wrapped.BaseObject is PSCustomObject) return wrapped;

        // A deserialized enum is an integer that displays the name of its member.
        return wrapped.BaseObject is int or long or byte or short or uint or ulong or ushort or sbyte && wrapped.TypeNames.Contains(DeserializedEnum)
            ? wrapped.ToString()
            : Of(wrapped.BaseObject);
    }

    private static object? OfElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => OfNumber(element.GetRawText()),
        JsonValueKind.Array => element.EnumerateArray().Select(item => (object?)item).ToArray(),
        _ => OfMembers(element.EnumerateObject().Select(p => (p.Name, (object?)p.Value))),
    };

    private static object? OfNode(JsonNode node) => node switch
    {
        JsonArray list => list.Select(item => (object?)item).ToArray(),
        JsonObject map => OfMembers(map.Select(p => (p.Key, (object?)p.Value))),
        JsonValue single when single.TryGetValue(out JsonElement element) => OfElement(element),
        JsonValue single when single.TryGetValue(out object? inner) => Of(inner),
        _ => node.ToJsonString(),
    };

    // Json.NET is not referenced, because PowerShell chooses its version.
    private static object? OfToken(object token)
    {
        return token.GetType().Name switch
        {
            "JValue" => Of(Get(token, "Value")),
            "JArray" => ((IEnumerable)token).Cast<object?>().ToArray(),
            "JObject" => OfMembers(((IEnumerable)token).Cast<object>().Select(member => ((string)Get(member, "Name")!, Get(member, "Value")))),
            _ => token,
        };

        static object? Get(object from, string property) => from.GetType().GetProperty(property)!.GetValue(from);
    }

    // An integer of JSON is one, whatever its size.
    private static object OfNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) ? integer
        : BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger large) ? large
        : NumberText.Read(text, out double number) is null ? number
        : text;

    private static OrderedDictionary OfMembers(IEnumerable<(string Name, object? Value)> members)
    {
        var map = new OrderedDictionary(StringComparer.Ordinal);
        foreach ((string name, object? value) in members)
        {
            if (map.Contains(name)) throw RunErrors.UnsupportedValue(name, value, "the JSON object has it twice");
            map.Add(name, value);
        }

        return map;
    }
}
