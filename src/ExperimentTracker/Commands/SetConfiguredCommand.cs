using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that changes a record with a name, a description and a configuration.</summary>
/// <typeparam name="TIdentity">The type that identifies the record.</typeparam>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class SetConfiguredCommand<TIdentity, TRecord> : SetDescribedCommand<TIdentity, TRecord>
    where TIdentity : RecordIdentity<TRecord>
    where TRecord : class
{
    /// <summary>The new configuration: any object; <c>$null</c> removes it.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Config { get; set; }

    /// <inheritdoc/>
    private protected override CatalogChange Changes => base.Changes with
    {
        SetsConfig = MyInvocation.BoundParameters.ContainsKey(nameof(Config)),
        Config = DomainValues.From(nameof(Config), Config),
    };
}
