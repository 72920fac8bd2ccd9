using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;

namespace ExperimentTracker.Commands;

/// <summary>Converts runs to flat rows that all have the same columns, for files and spreadsheets.</summary>
[Cmdlet(VerbsData.ConvertTo, "RunTable")]
[OutputType(typeof(PSObject))]
public sealed class ConvertToRunTableCommand : RunCollectingCommand
{
    /// <summary>Omits the prefixes param, metric and tag from names that are unique without them.</summary>
    [Parameter]
    public SwitchParameter ShortName { get; set; }

    /// <inheritdoc/>
    private protected override void End(IReadOnlyList<Run> runs)
    {
        var table = RunTable.Of(runs, ShortName);
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            var result = new PSObject();
            for (int i = 0; i < table.Columns.Count; i++) result.Properties.Add(new PSNoteProperty(table.Columns[i], PortableValue.Of(row[i])));
            WriteObject(result);
        }
    }
}
