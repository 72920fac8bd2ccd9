using System.Security.Cryptography;
using System.Text;

namespace ExperimentTracker.Json;

/// <summary>The hash that identifies runs with the same parameters.</summary>
public static class ParameterHash
{
    // SHA-256 of "{}". To compute it, the first run of a process would load a library of cryptography, which takes 10 ms on Linux.
    private const string OfNone = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of the canonical JSON of the flattened parameters: nested objects become dotted names
    /// (<c>optimizer.lr</c>), names are lower-cased in the invariant culture and sorted, 1 and 1.0 are equal. Lists stay lists.
    /// </summary>
    public static string Compute(NamedValues parameters)
    {
        if (parameters.Count == 0) return OfNone;

        // Cmdlets refuse two names that are one (DistinctNames); if a store has them all the same, both count.
        var flat = new NamedValues(Flatten("", parameters).GroupBy(p => p.Key.ToLowerInvariant()).SelectMany(same => same
            .OrderBy(p => p.Key, StringComparer.Ordinal).Select((p, i) => KeyValuePair.Create(same.Key + new string('\0', i), p.Value))));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(flat)))).ToLowerInvariant();
    }

    /// <summary>The names of the flattened parameters, as they were given.</summary>
    internal static IEnumerable<string> NamesOf(NamedValues parameters) => Flatten("", parameters).Select(pair => pair.Key);

    private static IEnumerable<KeyValuePair<string, object?>> Flatten(string prefix, NamedValues values)
    {
        foreach ((string name, object? value) in values.Pairs)
        {
            string path = prefix + name;
            if (value is NamedValues { Count: > 0 } nested)
            {
                foreach (KeyValuePair<string, object?> inner in Flatten(path + ".", nested)) yield return inner;
            }
            else
            {
                yield return KeyValuePair.Create(path, value);
            }
        }
    }
}
