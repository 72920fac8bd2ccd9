using System.Collections;
using System.Data;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Points;

/// <summary>
/// The columns of an object that is a row of a table: a row of a CSV file or a database, a hashtable, an object of JSON, an object that a script made. The
/// properties of a process, a file or a record are no columns.
/// </summary>
internal static class RowColumns
{
    private const string Deserialized = "Deserialized.";

    private static readonly string[] Foreign = ["System.", "Microsoft.", "ExperimentTracker."];
    private static readonly HashSet<string> OfDataRow = [.. typeof(DataRow).GetProperties().Select(p => p.Name)];

    /// <summary>Returns the names and values of the columns; <see langword="null"/> if the object is not a row.</summary>
    public static IEnumerable<(string Name, object? Value)>? Of(PSObject? input) => input?.BaseObject switch
    {
        null => null,
        JsonObject or JsonElement { ValueKind: JsonValueKind.Object } => OfTable((IDictionary)PlainValue.Of(input)!),
        IDictionary table => OfTable(table),
        DataRowView view => OfData(view.Row),
        DataRow row => OfData(row),
        _ => OfMembers(input),
    };

    private static IEnumerable<(string Name, object? Value)> OfTable(IDictionary table) =>
        MapEntries.Of(table).Where(entry => entry.Key is string).Select(entry => ((string)entry.Key, entry.Value));

    private static IEnumerable<(string Name, object? Value)> OfData(DataRow row) =>
        row.Table.Columns.Cast<DataColumn>().Select(column => (column.ColumnName, (object?)row[column]));

    private static IEnumerable<(string Name, object? Value)>? OfMembers(PSObject input)
    {
        string type = input.TypeNames.FirstOrDefault() ?? "";
        if (type.StartsWith(Deserialized, StringComparison.Ordinal)) type = type[Deserialized.Length..];
        bool isData = type == typeof(DataRow).FullName;
        bool isRow = isData || type == typeof(PSCustomObject).FullName || !Foreign.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));
        return isRow
            ? input.Properties.Where(p => p.IsGettable && !(isData && OfDataRow.Contains(p.Name))).Select(p => (p.Name, (object?)p.Value))
            : null;
    }
}
