using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Sqlite;

/// <summary>A row of a table. Values of SQLite have types of their own, whatever the type of the column is; those of a server have the types of their columns.</summary>
internal readonly struct DatabaseRow
{
    private readonly DbDataReader? reader;
    private readonly object[]? values;

    /// <param name="reader">A reader, whose current row it is.</param>
    public DatabaseRow(DbDataReader reader) => this.reader = reader;

    /// <param name="values">The values, of which the caller keeps no other use.</param>
    public DatabaseRow(object[] values) => this.values = values;

    /// <summary>A value as a string; <see langword="null"/> for NULL.</summary>
    public string? TextOrNull(int column) => Of(column) switch
    {
        null or DBNull => null,
        string text => text.Replace("\0", "", StringComparison.Ordinal),
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        object other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };

    /// <summary>A value as a string; <c>''</c> for NULL.</summary>
    public string Text(int column) => TextOrNull(column) ?? "";

    /// <summary>A value as a number; <see langword="null"/> for what is none.</summary>
    public double? Real(int column) => Of(column) switch
    {
        double real => real,
        long integer => integer,
        int integer => integer,
        string text => PythonJson.Number(text),
        _ => null,
    };

    /// <summary>A value as an integer; <see langword="null"/> for what is none.</summary>
    public long? Integer(int column) => Of(column) switch
    {
        long integer => integer,
        int integer => integer,
        bool flag => flag ? 1 : 0,
        double real when double.IsInteger(real) && Math.Abs(real) < 1L << 53 => (long)real,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) => integer,
        _ => null,
    };

    /// <summary>A value as a time: a string of ISO 8601, or seconds or milliseconds since 1970.</summary>
    public DateTime? Time(int column) => Real(column) is { } seconds ? LoggedValues.Time(seconds) : ForeignTimes.FromText(TextOrNull(column));

    /// <summary>A value as JSON; <see langword="null"/> for what is none.</summary>
    public JsonElement? Json(int column)
    {
        try
        {
            return TextOrNull(column) is { Length: > 0 } text ? PythonJson.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A value of a user: JSON, or else the text.</summary>
    public object? Value(int column) => Json(column) is { } json ? PythonJson.Value(json) : TextOrNull(column);

    /// <summary>The values of the first columns.</summary>
    public object[] ToArray(int columns)
    {
        DatabaseRow row = this;
        return [.. Enumerable.Range(0, columns).Select(row.Of)];
    }

    private object Of(int column) => values is null ? reader!.GetValue(column) : values[column];
}
