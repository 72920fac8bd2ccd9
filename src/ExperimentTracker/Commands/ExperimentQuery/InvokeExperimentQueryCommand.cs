using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Queries;

namespace ExperimentTracker.Commands;

/// <summary>Runs read-only SQL over the store's documented views and returns an object per row, as the rows are read.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ExperimentQuery")]
[OutputType(typeof(PSObject))]
public sealed class InvokeExperimentQueryCommand : TrackerCommand
{
    /// <summary>The SQL text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Query { get; set; } = "";

    /// <summary>The values of parameters: <c>@id</c>, <c>:id</c> and <c>$id</c> all refer to the entry <c>id</c>.</summary>
    [Parameter(Position = 1)]
    public IDictionary? Parameter { get; set; }

    /// <summary>How long the query may take; defaults to five minutes on a server, and to no limit in a file.</summary>
    [Parameter]
    [IntervalTransformation(typeof(TimeSpan?))]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        NamedValues parameters = DomainValues.FromObject(nameof(Parameter), Parameter);
        foreach (QueryRow row in ReadStore.Queries.Run(Query, parameters, Cancellation, Timeout)) WriteObject(ToObject(row));
    }

    // Columns with the same name would be one property; the later ones are numbered.
    private static PSObject ToObject(QueryRow row)
    {
        var result = new PSObject();
        for (int i = 0; i < row.Columns.Count; i++)
        {
            string name = row.Columns[i];
            for (int again = 2; result.Properties[name] is not null; again++) name = $"{row.Columns[i]}{again}";
            result.Properties.Add(new PSNoteProperty(name, row.Values[i]));
        }

        return result;
    }
}
