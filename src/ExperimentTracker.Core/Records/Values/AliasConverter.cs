using System.ComponentModel;
using System.Globalization;

namespace ExperimentTracker;

/// <summary>Converts strings to the values of an enumeration, by name or by alias, ignoring case.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
/// <param name="aliases">The aliases.</param>
public abstract class AliasConverter<T>(IReadOnlyDictionary<string, T> aliases) : EnumConverter(typeof(T))
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        if (value is not string text) return base.ConvertFrom(context, culture, value);
        if (TryParse(text, aliases, out T known)) return known;

        // PowerShell also accepts a prefix of one name.
        string prefix = text.Trim();
        return prefix.Length > 0 && Enum.GetNames<T>().Where(n => n.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToArray() is [var name]
            ? Enum.Parse<T>(name)
            : base.ConvertFrom(context, culture, value);
    }

    /// <summary>Parses a name or an alias.</summary>
    /// <returns>Whether the value is known.</returns>
    protected static bool TryParse(string value, IReadOnlyDictionary<string, T> aliases, out T known)
    {
        string name = value.Trim();
        return aliases.TryGetValue(name, out known) || (name.All(char.IsAsciiLetter) && Enum.TryParse(name, ignoreCase: true, out known));
    }
}
