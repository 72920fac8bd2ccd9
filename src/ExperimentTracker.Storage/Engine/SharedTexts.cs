using System.Text;

namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// Strings of a column whose values often repeat, such as the name of an experiment: many records then have one string object. A fixed number of them is
/// kept, each in the place that its bytes determine. Not thread-safe.
/// </summary>
internal sealed class SharedTexts
{
    private const int Places = 256;
    private const int Longest = 512;

    private readonly string?[] kept = new string?[Places];

    /// <summary>Returns the string with these bytes in UTF-8. Only ASCII is shared, which is compared without decoding it.</summary>
    public string Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > Longest) return Encoding.UTF8.GetString(bytes);
        ref string? place = ref kept[PlaceOf(bytes)];
        if (place is { } known && Ascii.Equals(bytes, known)) return known;
        return place = Encoding.UTF8.GetString(bytes);
    }

    private static uint PlaceOf(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261; // FNV-1a
        foreach (byte b in bytes[..Math.Min(bytes.Length, 32)]) hash = (hash ^ b) * 16777619;
        return (hash ^ (hash >> 16) ^ ((uint)bytes.Length * 31)) % Places;
    }
}
