using ExperimentTracker.Rules;

namespace ExperimentTracker.Interop.Reading;

/// <summary>Media types by the first bytes of a content, for those that records contain.</summary>
internal static class MediaKinds
{
    /// <summary>The media type.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 3 && bytes[0] == 0x89 && bytes[1..4].SequenceEqual("PNG"u8) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..12].SequenceEqual("WAVE"u8) ? "audio/wav"
        : bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : MediaTypes.Binary;
}
