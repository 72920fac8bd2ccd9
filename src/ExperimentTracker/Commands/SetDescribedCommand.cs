using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Catalog;
namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that changes a record with a name and a description.</summary>
/// <typeparam name="TIdentity">The type that identifies the record.</typeparam>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class SetDescribedCommand<TIdentity, TRecord> : SetRecordCommand<TIdentity, TRecord>
    where TIdentity : RecordIdentity<TRecord>
    where TRecord : class
{
    /// <summary>The new name.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The new description; an empty string removes it.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The change of a record of the catalogue.</summary>
    private protected virtual CatalogChange Changes => new() { Name = Name, Description = Description };
}
