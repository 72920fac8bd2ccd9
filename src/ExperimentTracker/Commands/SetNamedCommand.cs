using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that changes a record that has a name.</summary>
/// <typeparam name="TIdentity">What names the record.</typeparam>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class SetNamedCommand<TIdentity, TRecord> : SetRecordCommand<TIdentity, TRecord>
    where TIdentity : RecordIdentity<TRecord>
    where TRecord : class
{
    /// <summary>The new name.</summary>
    [Parameter]
    public string? Name { get; set; }
}
