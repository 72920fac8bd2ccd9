using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Commands;

/// <summary>Converts runs to flat rows that all have the same columns, for files and spreadsheets.</summary>
[Cmdlet(VerbsData.ConvertTo, "RunTable")]
[OutputType(typeof(PSObject))]
public sealed class ConvertToRunTableCommand : RunCollectingCommand
{
    /// <summary>Omits the prefixes param, metric and tag from names that are unique without them.</summary>
    [Parameter]
    public SwitchParameter ShortName { get; set; }

    /// <summary>Prefixes strings that a spreadsheet would evaluate as a formula with an apostrophe.</summary>
    [Parameter]
    public SwitchParameter Spreadsheet { get; set; }

    /// <inheritdoc/>
    private protected override void End(IReadOnlyList<Run> runs)
    {
        var table = RunTable.Of(runs, ShortName);
        string[] columns = [.. table.Columns.Select(name => Spreadsheet ? SpreadsheetText.Neutralise(name) : name)];
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            var result = new PSObject();
            for (int i = 0; i < columns.Length; i++) result.Properties.Add(new PSNoteProperty(columns[i], ValueOf(row[i])));
            WriteObject(result);
        }
    }

    private object? ValueOf(object? value) => Spreadsheet && value is string text ? SpreadsheetText.Neutralise(text) : PortableValue.Of(value);
}
