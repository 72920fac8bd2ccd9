using System.Globalization;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ExperimentTracker.Interop.Rows;

/// <summary>
/// Reads a YAML file of parameters, event by event. Tags of Python's types are ignored, and an alias is a loss: following aliases could make a small file into one
/// that does not end.
/// </summary>
internal static class YamlParameters
{
    private const int MaxFile = 16 << 20, Deepest = 32;

    /// <summary>Reads the file into the parameters of a run, up to the first damage.</summary>
    public static void ReadInto(ForeignRun run, ForeignReading reading, string path)
    {
        try
        {
            using FileStream stream = ForeignFiles.Open(path);
            if (stream.Length > MaxFile) throw new ByteFormatException($"it is larger than {MaxFile} bytes");
            using var text = new StreamReader(stream);
            var parser = new Parser(text);
            while (parser.MoveNext() && parser.Current is not (MappingStart or StreamEnd))
            {
            }

            if (parser.Current is not MappingStart) return;
            parser.MoveNext();
            while (parser.Current is not MappingEnd)
            {
                string name = Name(parser);
                run.SetParameter(name, Value(parser, reading, name, 0));
            }
        }
        catch (YamlException e)
        {
            reading.Losses.Damaged(path, e.Start.Index, "it is not valid YAML");
        }
        catch (Exception e) when (e is ByteFormatException or InvalidOperationException or ArgumentException)
        {
            // The parser's own errors about damage are of several types.
            reading.Losses.Damaged(path, 0, e is ByteFormatException ? e.Message : "it is not valid YAML");
        }
    }

    private static string Name(Parser parser)
    {
        if (parser.Current is not Scalar scalar) throw new ByteFormatException("a name in it is not a string");
        parser.MoveNext();
        return scalar.Value;
    }

    private static object? Value(Parser parser, ForeignReading reading, string name, int depth)
    {
        if (depth > Deepest) throw new ByteFormatException($"it is nested deeper than {Deepest} levels");
        ParsingEvent? current = parser.Current;
        parser.MoveNext();
        switch (current)
        {
            case Scalar scalar: return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value) : scalar.Value;
            case SequenceStart:
                var list = new List<object?>();
                while (parser.Current is not SequenceEnd) list.Add(Value(parser, reading, name, depth + 1));
                parser.MoveNext();
                return list.ToArray();
            case MappingStart:
                var map = new List<KeyValuePair<string, object?>>();
                while (parser.Current is not MappingEnd) map.Add(KeyValuePair.Create(Name(parser), Value(parser, reading, name, depth + 1)));
                parser.MoveNext();
                return new NamedValues(map);
            default:
                reading.Losses.Add("parameter", "it is an alias in YAML, which is not followed", name);
                return null;
        }
    }

    // The core schema of YAML 1.2, and numbers as Python writes them.
    private static object? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        ".nan" or ".NaN" or ".NAN" => double.NaN,
        ".inf" or "+.inf" or ".Inf" or ".INF" => double.PositiveInfinity,
        "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
        _ => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) ? integer : IsNumber(text) ? PythonJson.Number(text) : text,
    };

    private static bool IsNumber(string text) => text.Any(char.IsAsciiDigit) && PythonJson.Number(text) is not null;
}
