using System.Buffers;
using System.Text;

namespace ExperimentTracker.Rules;

/// <summary>The rule which files are text: their media type does not say otherwise, and their bytes can be decoded without loss.</summary>
public static class TextContent
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Each with its byte order mark. That of UTF-32 begins with that of UTF-16.
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    // Control characters that no text has. Tab, line and page breaks, backspace and escape occur in logs.
    private static readonly SearchValues<char> Binary = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r' or '\f' or '\v' or '\b' or '\a' or '\x1b'))]);

    private static readonly string[] TextTypes = ["application/json", "application/xml", "application/yaml", "application/x-yaml", "application/javascript", "application/toml", "application/sql"];

    /// <summary>Returns the text of a file: in UTF-8, or in the encoding of its byte order mark.</summary>
    /// <param name="mediaType">The media type; an unknown one is decided by the bytes alone.</param>
    /// <param name="bytes">The content.</param>
    /// <returns>The text, or <see langword="null"/> if the file is not text.</returns>
    public static string? Read(string? mediaType, byte[] bytes)
    {
        if (!CanBeText(mediaType)) return null;
        Encoding? marked = Marked.FirstOrDefault(e => bytes.AsSpan().StartsWith(e.Preamble));
        try
        {
            string text = marked is null ? Strict.GetString(bytes) : marked.GetString(bytes.AsSpan(marked.Preamble.Length));
            return text.AsSpan().ContainsAny(Binary) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool CanBeText(string? mediaType)
    {
        string type = (mediaType ?? MediaTypes.Binary).Split(';')[0].Trim().ToLowerInvariant();
        return type == MediaTypes.Binary || type.StartsWith("text/", StringComparison.Ordinal) || TextTypes.Contains(type) ||
            type.EndsWith("+json", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("+yaml", StringComparison.Ordinal);
    }
}
