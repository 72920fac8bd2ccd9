using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>Creates objects with a property for each column of a row whose columns are only known at run time.</summary>
internal static class ComparisonObject
{
    /// <summary>
    /// Returns the row with a property for each run, named like its column. The number of runs is part of the type name, which selects the table view
    /// with that number of columns.
    /// </summary>
    public static PSObject Of(ComparisonRow row)
    {
        var result = new PSObject(row);
        result.TypeNames.Insert(0, $"{typeof(ComparisonRow).FullName}#{row.Cells.Count}");
        foreach (ComparisonCell cell in row.Cells) result.Properties.Add(new PSNoteProperty(cell.Column, cell.Value));
        return result;
    }

    /// <summary>Returns the measure with a property for each grouping key, unless the measure has a property with this name.</summary>
    public static PSObject Of(RunMeasure measure)
    {
        var result = new PSObject(measure);
        foreach ((string key, object? value) in measure.Group.Pairs)
        {
            if (result.Properties[key] is null) result.Properties.Add(new PSNoteProperty(key, value));
        }

        return result;
    }
}
