using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;

namespace ExperimentTracker.Commands;

/// <summary>Turns runs into flat rows with the same columns for all, for files and spreadsheets.</summary>
[Cmdlet(VerbsData.ConvertTo, "RunTable")]
[OutputType(typeof(PSObject))]
public sealed class ConvertToRunTableCommand : RunCollectingCommand
{
    /// <summary>Leaves the prefixes param, metric and tag away where no doubt is left.</summary>
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
