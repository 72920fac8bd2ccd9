using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Gets the tags of projects, experiments or runs.</summary>
[Cmdlet(VerbsCommon.Get, "ExperimentTag")]
[OutputType(typeof(ExperimentTag))]
public sealed class GetExperimentTagCommand : TaggedCommand
{
    private readonly MissingNames missing = new();

    /// <summary>Keys, with wildcards. Without it, all.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[]? Tag { get; set; }

    private protected override void Process(IExperimentStore store, RecordType type, string id, string name)
    {
        NamePattern[]? patterns = Wildcards.ParseAll(Tag);
        IReadOnlyList<ExperimentTag> tags = store.Tags.List(type, [id], Cancellation);
        WriteObject(patterns.Select(tags, t => t.Key), enumerateCollection: true);
        missing.Add(name, Wildcards.Unmatched(Tag, tags.Select(t => t.Key)));
    }

    /// <inheritdoc/>
    protected override void End() => ForEach(missing.Errors(RunErrors.TagNotFound), error => throw error);
}
