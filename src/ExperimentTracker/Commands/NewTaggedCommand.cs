using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that creates a record that has tags.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class NewTaggedCommand<TRecord> : NewRecordCommand<TRecord>
    where TRecord : class
{
    /// <summary>Its first tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? Tag { get; set; }
}
