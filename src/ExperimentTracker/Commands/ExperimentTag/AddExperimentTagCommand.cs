using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Adds tags to projects, experiments or runs. If a key exists, its value is replaced.</summary>
[Cmdlet(VerbsCommon.Add, "ExperimentTag", SupportsShouldProcess = true)]
[OutputType(typeof(ExperimentTag))]
public sealed class AddExperimentTagCommand : TaggedCommand
{
    /// <summary>The tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[] Tag { get; set; } = [];

    /// <summary>Returns the tags.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(IExperimentStore store, RecordType type, string id, string name)
    {
        NamedValues tags = DomainValues.Tags(Tag);
        if (!ShouldChange(name, $"Add tags {tags}")) return;
        store.Tags.Set(type, id, tags, Cancellation);
        if (PassThru) WriteObject(store.Tags.List(type, [id], Cancellation).Where(t => tags.Contains(t.Key)), enumerateCollection: true);
    }
}
