using System.Text;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Rows;

/// <summary>
/// Reads delimited text as RFC 4180 describes it: fields in quotes can have delimiters, line breaks and doubled quotes. One row is in memory at a time.
/// </summary>
/// <param name="reader">The text.</param>
/// <param name="delimiter">The delimiter.</param>
internal sealed class DelimitedReader(TextReader reader, char delimiter)
{
    /// <summary>The longest field, in characters.</summary>
    public const int MaxField = 1 << 20;

    /// <summary>The most fields of a row.</summary>
    public const int MaxFields = 1 << 14;

    private readonly StringBuilder field = new();
    private bool wasQuoted;

    /// <summary>The number of the line that the row before ended in; after an exception, of the damage.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the next row that is not empty.</summary>
    /// <param name="row">Receives the fields.</param>
    /// <param name="quoted">Receives whether each field has quotes, which tells an empty text from none.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ByteFormatException">A quote has no end, or a field or a row is too long.</exception>
    public bool Next(List<string> row, List<bool>? quoted = null)
    {
        do
        {
            row.Clear();
            quoted?.Clear();
            if (reader.Peek() < 0) return false;
            ReadRow(row, quoted);
        }
        while (row is [""]);

        return true;
    }

    private void ReadRow(List<string> row, List<bool>? quoted)
    {
        bool isQuoted = false;
        for (int c = reader.Read(); ; c = reader.Read())
        {
            if (c < 0)
            {
                if (isQuoted) throw new ByteFormatException("it ends within quotes");
                break;
            }

            if (c == '\n') Line++;
            if (isQuoted && c == '"' && reader.Peek() == '"') field.Append((char)reader.Read());
            else if (c == '"' && (isQuoted || field.Length == 0)) wasQuoted |= isQuoted = !isQuoted;
            else if (isQuoted) field.Append((char)c);
            else if (c == delimiter) End(row, quoted);
            else if (c == '\n') break;
            else if (c != '\r' || reader.Peek() != '\n') field.Append((char)c);
            if (field.Length > MaxField) throw new ByteFormatException($"a field is longer than {MaxField} characters");
        }

        End(row, quoted);
    }

    private void End(List<string> row, List<bool>? quoted)
    {
        if (row.Count == MaxFields) throw new ByteFormatException($"a row has more than {MaxFields} fields");
        row.Add(field.ToString());
        quoted?.Add(wasQuoted);
        wasQuoted = false;
        field.Clear();
    }
}
