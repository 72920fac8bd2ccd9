using System.Text;
using ExperimentTracker.Values;

namespace ExperimentTracker.Rules;

/// <summary>Rules for names and keys. They are stored as given and compared without regard to case.</summary>
public static class Names
{
    /// <summary>The maximum length of a name, key or namespace, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>The normalised form that equal names share: Unicode NFC, upper case of the invariant culture, and so the same on every machine.</summary>
    public static string Fold(string name) => (IsUnicode(name) ? name.Normalize(NormalizationForm.FormC) : name).ToUpperInvariant();

    /// <summary>Returns <paramref name="name"/> if it is a valid name of a <paramref name="type"/>.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>.</exception>
    public static string Check(RecordType type, string? name) =>
        Problem(name) is { } why ? throw CatalogErrors.InvalidName($"The {type.Noun()} name", name, why) : name!;

    /// <summary>Returns <paramref name="name"/> if it is a valid parameter name.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>.</exception>
    public static string CheckParameter(string? name) =>
        Problem(name) is { } why ? throw CatalogErrors.InvalidName("The parameter name", name, why) : name!;

    /// <summary>Returns <paramref name="name"/> if it is a valid name of an alert.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>.</exception>
    public static string CheckAlert(string? name) =>
        Problem(name) is { } why ? throw CatalogErrors.InvalidName("The alert name", name, why) : name!;

    /// <summary>Returns <paramref name="key"/> if it is a valid tag key.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>.</exception>
    public static string CheckTag(string? key) =>
        Problem(key) is { } why ? throw CatalogErrors.InvalidName("The tag", key, why) : key!;

    /// <summary>Returns <paramref name="type"/> if it is a valid type of an encoder.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>.</exception>
    public static string CheckEncoder(string? type) =>
        Problem(type) is { } why ? throw CatalogErrors.InvalidName("The encoder type", type, why) : type!;

    /// <summary>Returns <paramref name="role"/> if it is a valid role of an input; <c>''</c> means none.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>.</exception>
    public static string? CheckRole(string? role) =>
        string.IsNullOrEmpty(role) ? null : Problem(role) is { } why ? throw CatalogErrors.InvalidName("The role", role, why) : role;

    /// <summary>Returns <paramref name="key"/> if it is a valid metric key. <c>NaN</c> is not valid: it is a value in place of the key.</summary>
    /// <exception cref="TrackerException"><c>InvalidMetricKey</c>.</exception>
    public static string CheckMetric(string? key)
    {
        if (Problem(key) is { } why) throw RunErrors.MetricKey(key, why);
        if (string.Equals(key, "NaN", StringComparison.OrdinalIgnoreCase)) throw RunErrors.MetricKey(key, "it is a value, not a name");
        return key!;
    }

    /// <summary>Returns the namespace in normalised form: segments separated by <c>/</c>, none of them empty; <c>''</c> is the root.</summary>
    /// <exception cref="TrackerException"><c>InvalidName</c>: control characters, <c>.</c> or <c>..</c> as a segment, or too long.</exception>
    public static string CheckNamespace(string? path)
    {
        if (string.IsNullOrEmpty(path)) return "";
        string[] segments = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        string joined = string.Join('/', segments);
        if (joined.Length == 0) return "";
        if (segments.Any(s => s is "." or "..")) throw CatalogErrors.InvalidName("The namespace", path, "'.' and '..' are not segments");
        return Problem(joined) is { } why ? throw CatalogErrors.InvalidName("The namespace", path, why) : joined;
    }

    /// <summary>
    /// Returns <paramref name="alias"/> if it is a valid alias of a model version. A number is not valid, because it could be a version number, and
    /// neither is the name of a stage, which a version has without an alias.
    /// </summary>
    /// <exception cref="TrackerException"><c>InvalidAlias</c>.</exception>
    public static string CheckAlias(string? alias)
    {
        if (Problem(alias) is { } why) throw ModelErrors.Alias(alias, why);
        if (ModelStageRules.TryParse(alias!, out _)) throw ModelErrors.Alias(alias, "it is the name of a stage; use -Stage");
        return alias!.All(char.IsAsciiDigit) ? throw ModelErrors.Alias(alias, "it is a number") : alias!;
    }

    /// <summary>The reason why the string is not a valid name, or <see langword="null"/> if it is.</summary>
    internal static string? Problem(string? name) =>
        string.IsNullOrWhiteSpace(name) ? "it is empty"
        : name.Length > MaxLength ? $"it has {name.Length} characters, and {MaxLength} are allowed"
        : name.Any(char.IsControl) ? "it has control characters"
        : !IsUnicode(name) ? "it has half of a surrogate pair, which is not valid Unicode"
        : null;

    /// <summary>Whether every surrogate in the string belongs to a pair.</summary>
    internal static bool IsUnicode(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])) return false;
        }

        return true;
    }

    /// <summary>Returns <paramref name="id"/> if it is valid.</summary>
    /// <exception cref="TrackerException"><c>InvalidId</c>: empty, over 200 characters, with control characters, or not Unicode.</exception>
    public static string CheckId(string? id)
    {
        if (string.IsNullOrWhiteSpace(id)) throw CatalogErrors.InvalidId(id, "it is empty");
        if (id.Length > RecordId.MaxLength) throw CatalogErrors.InvalidId(id, $"it has {id.Length} characters, and {RecordId.MaxLength} are allowed");
        if (id.Any(char.IsControl)) throw CatalogErrors.InvalidId(id, "it has control characters");
        if (!Names.IsUnicode(id)) throw CatalogErrors.InvalidId(id, "it has half of a surrogate pair, which is not valid Unicode");
        return id;
    }
}
