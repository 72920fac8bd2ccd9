using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>Rows whose columns are only known when they are made, as objects with a property for each.</summary>
internal static class ComparisonObject
{
    /// <summary>
    /// The row with a property for each run, by the name of its column. The number of runs is part of the type's name, by which the
    /// table with that many columns is found.
    /// </summary>
    public static PSObject Of(ComparisonRow row)
    {
        var result = new PSObject(row);
        result.TypeNames.Insert(0, $"{typeof(ComparisonRow).FullName}#{row.Cells.Count}");
        foreach (ComparisonCell cell in row.Cells) result.Properties.Add(new PSNoteProperty(cell.Column, cell.Value));
        return result;
    }

    /// <summary>The measure with a property for each key that it was grouped by, unless the measure itself has one of that name.</summary>
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
