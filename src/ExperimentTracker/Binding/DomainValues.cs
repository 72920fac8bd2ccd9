using System.Collections;
using System.Management.Automation;
using System.Security;
using ExperimentTracker.Redaction;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>Converts PowerShell values to the supported types of values (see <see cref="NamedValues"/>).</summary>
internal static class DomainValues
{
    /// <summary>Converts one value.</summary>
    /// <exception cref="TrackerException"><c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public static object? From(string name, object? value) => new DomainValueReader().Read(name, value);

    /// <summary>Converts a hashtable, a dictionary or an object with properties.</summary>
    /// <exception cref="TrackerException"><c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public static NamedValues FromObject(string name, object? value)
    {
        if (PlainValue.Of(value) is null) return NamedValues.Empty;
        return From(name, value) as NamedValues
            ?? throw RunErrors.UnsupportedValue(name, value, "a hashtable or an object with properties is expected");
    }

    /// <summary>Converts the parameters of a run: a hashtable, a dictionary or an object with properties.</summary>
    /// <param name="value">The parameters.</param>
    /// <param name="inferTypes">Whether strings become the numbers and booleans that they are written as.</param>
    /// <param name="report">Receives a sentence that names what was converted.</param>
    /// <exception cref="TrackerException"><c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public static NamedValues Parameters(object? value, bool inferTypes, Action<string> report)
    {
        NamedValues parameters = FromObject("Parameter", value);
        return inferTypes ? InferredTypes.Of(parameters, report) : parameters;
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
    /// <exception cref="TrackerException"><c>InvalidName</c>, <c>NamesCollide</c>, <c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    public static NamedValues Tags(IEnumerable<object?>? tags)
    {
        KeyValuePair<string, object?>[] all = [.. (tags ?? []).SelectMany(Tag).Distinct()];
        DistinctNames.Check("The list of tags", all.Select(tag => tag.Key));
        return new(all);
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tag(object? tag)
    {
        object? value = PlainValue.Of(tag);
        if (value is SecureString or PSCredential) throw RunErrors.SecretRefused("tag");
        if (value is IDictionary map)
        {
            return FromObject("tag", map).Pairs.Select(p => KeyValuePair.Create(Names.CheckTag(p.Key), (object?)(p.Value is null ? null : ValueText.Format(p.Value))));
        }

        if (PlainValue.IsList(value)) return ((IEnumerable)value!).Cast<object?>().SelectMany(Tag);
        string text = NameReader.Read("A tag", value) ?? "";
        int mark = text.IndexOf('=', StringComparison.Ordinal);
        return mark < 0
            ? [KeyValuePair.Create(Names.CheckTag(text), (object?)null)]
            : [KeyValuePair.Create(Names.CheckTag(text[..mark]), (object?)text[(mark + 1)..])];
    }
}
