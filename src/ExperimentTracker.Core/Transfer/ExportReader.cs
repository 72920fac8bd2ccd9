using System.Text.Json;

namespace ExperimentTracker.Transfer;

/// <summary>Reads the JSON of an exported store incrementally, so that it can have any size.</summary>
/// <param name="path">The path, for error messages.</param>
/// <param name="input">The JSON, in UTF-8.</param>
internal sealed class ExportReader(string path, Stream input)
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool atEnd;
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = ExportFormat.MaxDepth });
    private string? section;
    private string? field;
    private bool finished;

    private delegate bool Step(ref Utf8JsonReader reader);

    /// <summary>The fields before the records.</summary>
    public Dictionary<string, JsonElement> Head { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a list of records comes next.</summary>
    public bool IsAtRecords => section is not null;

    /// <summary>Reads up to the first record.</summary>
    /// <exception cref="TrackerException"><c>ImportNotReadable</c>.</exception>
    public void ReadHead()
    {
        while (section is null && !finished) Advance(StepIntoHead);
    }

    /// <summary>Reads records to the end.</summary>
    /// <exception cref="TrackerException"><c>ImportNotReadable</c>.</exception>
    public IEnumerable<TransferItem> ReadItems()
    {
        while (!finished)
        {
            TransferItem? item = null;
            Advance((ref Utf8JsonReader reader) => StepToItem(ref reader, out item));
            if (item is not null) yield return item;
        }
    }

    private bool StepIntoHead(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return false;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when field is null:
                return true;
            case JsonTokenType.PropertyName:
                field = reader.GetString()!;
                return true;
            case JsonTokenType.StartArray when IsSection(field):
                section = field;
                return true;
            case JsonTokenType.EndObject:
                return finished = true;
            default:
                Utf8JsonReader probe = reader;
                if (!probe.TrySkip()) return false;
                if (field is null) throw TransferErrors.NotReadable(path, "it is not a JSON object");
                Head[field] = JsonElement.ParseValue(ref reader);
                return true;
        }
    }

    private bool StepToItem(ref Utf8JsonReader reader, out TransferItem? item)
    {
        item = null;
        if (!reader.Read()) return false;
        switch (reader.TokenType)
        {
            case JsonTokenType.EndArray:
                section = null;
                return true;
            case JsonTokenType.PropertyName:
                field = reader.GetString()!;
                return true;
            case JsonTokenType.EndObject:
                return finished = true;
            case JsonTokenType.StartArray when section is null && IsSection(field):
                section = field;
                return true;
            case JsonTokenType.StartObject when section is not null:
                Utf8JsonReader probe = reader;
                if (!probe.TrySkip()) return false;
                item = (TransferItem)JsonSerializer.Deserialize(ref reader, TypeOf(section), ExportFormat.Options)!;
                return true;
            default:
                throw TransferErrors.NotReadable(path, $"'{section ?? field}' is not a known list of records of an export");
        }
    }

    private void Advance(Step step)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), atEnd, state);
            try
            {
                if (step(ref reader))
                {
                    start += (int)reader.BytesConsumed;
                    state = reader.CurrentState;
                    return;
                }
            }
            catch (JsonException e)
            {
                throw TransferErrors.NotReadable(path, Describe(e), e);
            }
            catch (InvalidOperationException e)
            {
                // The error of Utf8JsonReader for half a surrogate pair, and for bytes that are not UTF-8.
                throw TransferErrors.NotReadable(path, "it contains text that is not valid Unicode", e);
            }

            if (atEnd) throw TransferErrors.NotReadable(path, "it is truncated");
            Fill();
        }
    }

    // Line numbers of the exception are relative to the current buffer, so the record is named instead.
    private string Describe(JsonException e) =>
        section is null ? "it is not JSON" : $"a record of '{section}' is not valid ({e.Message.Split(" Path:")[0].TrimEnd('.')}{(e.Path is null ? "" : $", at {e.Path}")})";

    private void Fill()
    {
        if (start > 0) Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
        {
            if (buffer.Length > Array.MaxLength / 2) throw TransferErrors.NotReadable(path, "one of its records is larger than 1 GB");
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int read = input.Read(buffer, end, buffer.Length - end);
        end += read;
        atEnd = read == 0;
    }

    private static bool IsSection(string? name) => ExportFormat.Sections.Any(s => s.Name == name);

    private static Type TypeOf(string name) => ExportFormat.Sections.First(s => s.Name == name).Type;
}
