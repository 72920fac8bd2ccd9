using System.Globalization;
using System.Xml;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.TestResults;

/// <summary>
/// Reads a file of test results as a stream of elements and texts. Document types, and so entities, are prohibited; the depth and the length of a text are limited.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="tally">Where the tests are added.</param>
/// <param name="reading">The reading.</param>
internal abstract class ResultsXml(string path, TestTally tally, ForeignReading reading)
{
    private const int Deepest = 128, MaxText = 1 << 20;

    /// <summary>Where the tests are added.</summary>
    protected TestTally Tally => tally;

    /// <summary>The name and the namespace of the root element; <see langword="null"/> when a file is not XML.</summary>
    public static string? RootOf(string path)
    {
        try
        {
            using FileStream stream = ForeignFiles.Open(path);
            using XmlReader xml = Open(stream);
            return xml.MoveToContent() == XmlNodeType.Element ? xml.LocalName : null;
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException or TrackerException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Reads the file, up to its end or the first damage.</summary>
    public void Read()
    {
        using FileStream stream = ForeignFiles.Open(path);
        using XmlReader xml = Open(stream);
        var names = new Stack<string>();
        try
        {
            while (xml.Read())
            {
                reading.Cancellation.ThrowIfCancellationRequested();
                if (xml.NodeType == XmlNodeType.Element) Enter(xml, names);
                else if (xml.NodeType == XmlNodeType.EndElement) Leave(names.Pop());
                else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && names.Count > 0) Say(names.Peek(), xml.Value.Length > MaxText ? xml.Value[..MaxText] : xml.Value);
            }
        }
        catch (Exception e) when (e is XmlException or ByteFormatException or ArgumentException)
        {
            (int line, int column) = e is XmlException at ? (at.LineNumber, at.LinePosition) : (0, 0);
            string why = e is ByteFormatException ? e.Message : "it is not valid XML, or ends early";
            reading.Losses.Add("damaged file", $"{why}; what is before it was read", string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, line {line}, column {column}"));
        }

        tally.Finish();
    }

    /// <summary>An element begins.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attribute">Its attributes.</param>
    protected abstract void Begin(string name, Func<string, string?> attribute);

    /// <summary>An element has a text.</summary>
    protected abstract void Say(string name, string text);

    /// <summary>An element ends.</summary>
    protected abstract void Leave(string name);

    /// <summary>A number of seconds.</summary>
    protected static double? Number(string? text) => text is not null && PythonJson.Number(text) is { } number && double.IsFinite(number) ? number : null;

    private static XmlReader Open(Stream stream) => XmlReader.Create(stream, new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CheckCharacters = false,
    });

    private void Enter(XmlReader xml, Stack<string> names)
    {
        if (names.Count == Deepest) throw new ByteFormatException($"it is nested deeper than {Deepest} levels");
        string name = xml.LocalName;
        bool isEmpty = xml.IsEmptyElement;
        Begin(name, xml.GetAttribute);
        if (isEmpty) Leave(name);
        else names.Push(name);
    }
}
