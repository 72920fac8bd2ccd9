using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ExperimentTracker.Interop.Yaml;

/// <summary>
/// Reads a small YAML document as plain values: texts, <see langword="null"/>, lists and maps. Files are small, nesting is limited, and an alias is an error, so that
/// no document expands to more than it is.
/// </summary>
internal static class YamlMap
{
    /// <summary>The size in bytes of the largest file that is read.</summary>
    public const long LargestFile = 4 << 20;

    private const int DeepestNesting = 32;

    /// <summary>Reads a file whose root is a map.</summary>
    /// <exception cref="FormatException">It is not, or is too large; the message says why and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public static IReadOnlyDictionary<string, object?> ReadFile(string path)
    {
        if (new FileInfo(path).Length > LargestFile) throw new FormatException($"it is larger than {LargestFile >> 20} MB");
        return Parse(File.ReadAllText(path));
    }

    /// <summary>Reads a text whose root is a map.</summary>
    /// <exception cref="FormatException">It is not; the message says why and where.</exception>
    public static IReadOnlyDictionary<string, object?> Parse(string text)
    {
        try
        {
            using var reader = new StringReader(text);
            var parser = new Parser(reader);
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) throw new FormatException("it is empty");
            parser.Consume<DocumentStart>();
            return Read(parser, 0) as IReadOnlyDictionary<string, object?> ?? throw new FormatException("its root is not a map");
        }
        catch (YamlException e)
        {
            throw new FormatException($"it is not valid YAML at line {e.Start.Line}, column {e.Start.Column}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The parser's own errors about damage are of several types.
            throw new FormatException("it is not valid YAML", e);
        }
    }

    private static object? Read(Parser parser, int depth)
    {
        if (depth > DeepestNesting) throw new FormatException($"it is nested deeper than {DeepestNesting} levels");
        if (parser.TryConsume<Scalar>(out Scalar? scalar)) return IsNull(scalar) ? null : scalar.Value;
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new List<object?>();
            while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(Read(parser, depth + 1));
            return list;
        }

        if (!parser.TryConsume<MappingStart>(out _)) throw new FormatException($"line {parser.Current?.Start.Line} has an alias, which is not read");
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            string key = Read(parser, depth + 1) as string ?? throw new FormatException($"a key before line {parser.Current?.Start.Line} is not a text");
            map[key] = Read(parser, depth + 1);
        }

        return map;
    }

    private static bool IsNull(Scalar scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
}
