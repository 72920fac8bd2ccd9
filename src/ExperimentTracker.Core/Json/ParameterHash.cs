using System.Security.Cryptography;
using System.Text;

namespace ExperimentTracker.Json;

/// <summary>The hash that identifies runs with the same parameters.</summary>
public static class ParameterHash
{
    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of the canonical JSON of the flattened parameters: nested objects become dotted names
    /// (<c>optimizer.lr</c>), names are lower-cased in the invariant culture and sorted, 1 and 1.0 are equal. Lists stay lists.
    /// </summary>
    public static string Compute(NamedValues parameters)
    {
        var flat = new NamedValues(Flatten("", parameters));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(flat)))).ToLowerInvariant();
    }

    private static IEnumerable<KeyValuePair<string, object?>> Flatten(string prefix, NamedValues values)
    {
        foreach ((string name, object? value) in values.Pairs)
        {
            string path = prefix + name.ToLowerInvariant();
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
