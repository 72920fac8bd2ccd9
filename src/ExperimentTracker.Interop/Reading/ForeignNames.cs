using System.Text;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Reading;

/// <summary>
/// Makes valid, distinct names of those that another tracker gave to the things of one kind: control characters and halves of surrogate pairs are replaced,
/// names that are too long end with a part of their hash, and names that differ in case only are numbered, because here they would be one.
/// </summary>
/// <param name="kind">The kind of thing, for the list of losses.</param>
/// <param name="losses">Where changed names are listed.</param>
/// <param name="own">Names that came from a store and stay as they are.</param>
internal sealed class ForeignNames(string kind, TransferLosses losses, params IEnumerable<string> own)
{
    private const int HashLength = 12;
    private readonly Dictionary<string, string> known = own.Distinct(StringComparer.Ordinal).ToDictionary(n => n, n => n, StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(own.Select(Names.Fold), StringComparer.Ordinal);

    /// <summary>The valid name: the same one each time for the same name.</summary>
    public string Of(string name)
    {
        if (known.TryGetValue(name, out string? valid)) return valid;
        string wanted = Valid(name);
        valid = wanted;
        for (int number = 2; !taken.Add(Names.Fold(valid)); number++) valid = Shorten($"{wanted}~{number}", wanted);
        known.Add(name, valid);
        if (valid != name) losses.Add($"name of a {kind}", "it is not valid here, or differs from another one in case only, so it was changed", $"{Printable(name)} → {valid}");
        return valid;
    }

    /// <summary>A valid name that no other thing has: numbered when it is taken, also for the same name.</summary>
    public string Distinct(string name)
    {
        string valid = Valid(name);
        for (int number = 2; !taken.Add(Names.Fold(valid)); number++) valid = Shorten($"{Valid(name)}~{number}", name);
        return valid;
    }

    /// <summary>A valid name, which may be that of several.</summary>
    public static string Valid(string name)
    {
        if (string.IsNullOrWhiteSpace(name)) return "(none)";
        string valid = string.Equals(name, "NaN", StringComparison.OrdinalIgnoreCase) ? name + "_" : Printable(name);
        return Shorten(valid, name);
    }

    /// <summary>A valid key of an artifact: segments that are neither empty nor <c>.</c> nor <c>..</c>, without a drive letter.</summary>
    public static string ValidKey(string name)
    {
        string[] segments = [.. name.Split('/', '\\').Select(s => s is "" or "." or ".." ? "_" : s)];
        if (segments[0] is [_, ':', ..] && char.IsAsciiLetter(segments[0][0])) segments[0] = "_" + segments[0];
        return Valid(string.Join('/', segments));
    }

    private static string Shorten(string valid, string identity) => valid.Length <= Names.MaxLength
        ? valid
        : $"{valid[..(Names.MaxLength - HashLength - 1 - (char.IsHighSurrogate(valid[Names.MaxLength - HashLength - 2]) ? 1 : 0))]}~{RecordId.From(identity)[^HashLength..]}";

    private static string Printable(string name)
    {
        var valid = new StringBuilder(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            bool isPair = i + 1 < name.Length && char.IsSurrogatePair(name[i], name[i + 1]);
            if (isPair) valid.Append(name[i++]).Append(name[i]);
            else valid.Append(char.IsControl(name[i]) ? '_' : char.IsSurrogate(name[i]) ? '\uFFFD' : name[i]);
        }

        return valid.ToString();
    }
}
