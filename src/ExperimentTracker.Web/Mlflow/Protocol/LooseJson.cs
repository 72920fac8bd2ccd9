using System.Text;
using System.Text.Json;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>Reads the JSON of clients. Some write NaN and infinities as Python's <c>json</c> does, which is not JSON: these words are read as strings.</summary>
internal static class LooseJson
{
    private static readonly byte[][] Words = ["-Infinity"u8.ToArray(), "Infinity"u8.ToArray(), "NaN"u8.ToArray()];

    /// <summary>Parses an object.</summary>
    /// <exception cref="MlflowProblem">The text is not an object of JSON.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return Element(text);
        }
        catch (JsonException e)
        {
            try
            {
                return Element(WithQuotedWords(text.Span));
            }
            catch (JsonException)
            {
                throw new MlflowProblem("BAD_REQUEST", $"The body of the request is not valid JSON: {e.Message}");
            }
        }
    }

    private static JsonElement Element(ReadOnlyMemory<byte> text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone()
            : throw new MlflowProblem("BAD_REQUEST", "The body of the request must be a JSON object.");
    }

    private static ReadOnlyMemory<byte> WithQuotedWords(ReadOnlySpan<byte> text)
    {
        var quoted = new MemoryStream(text.Length + 64);
        bool inString = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (inString && text[i] == (byte)'\\' && i + 1 < text.Length)
            {
                quoted.Write(text.Slice(i++, 2));
                continue;
            }

            if (text[i] == (byte)'"') inString = !inString;
            int length = inString ? 0 : WordAt(text[i..]);
            if (length == 0)
            {
                quoted.WriteByte(text[i]);
                continue;
            }

            quoted.Write(Encoding.ASCII.GetBytes($"\"{Encoding.ASCII.GetString(text.Slice(i, length))}\""));
            i += length - 1;
        }

        return quoted.ToArray();
    }

    private static int WordAt(ReadOnlySpan<byte> text)
    {
        foreach (byte[] word in Words) if (text.StartsWith(word)) return word.Length;
        return 0;
    }
}
