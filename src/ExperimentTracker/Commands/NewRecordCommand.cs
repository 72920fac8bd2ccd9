using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that creates a record that has a name and a description.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class NewRecordCommand<TRecord> : TrackerCommand
    where TRecord : class
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The description.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The id; generated if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        Func<IExperimentStore, TRecord> create = Prepare();
        if (ShouldCreate(Name, $"Create {typeof(TRecord).Name.ToLowerInvariant()}")) WriteObject(create(CreationStore));
    }

    /// <summary>Validates the parameters, and returns the function that creates the record.</summary>
    private protected abstract Func<IExperimentStore, TRecord> Prepare();
}
