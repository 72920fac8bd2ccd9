using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Removes tags from projects, experiments or runs.</summary>
[Cmdlet(VerbsCommon.Remove, "ExperimentTag", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveExperimentTagCommand : TaggedCommand
{
    private readonly MissingNames missing = new();

    /// <summary>Keys, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Key")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[] Tag { get; set; } = [];

    private protected override void Process(IExperimentStore store, RecordType type, string id, string name)
    {
        NamePattern[]? patterns = Wildcards.ParseAll(Tag);
        IReadOnlyList<ExperimentTag> tags = store.Tags.List(type, [id], Cancellation);
        string[] keys = [.. patterns.Select(tags, t => t.Key).Select(t => t.Key)];
        missing.Add(name, Wildcards.Unmatched(Tag, tags.Select(t => t.Key)));
        if (keys.Length > 0 && ShouldChange(name, $"Remove tags {string.Join(", ", keys)}")) store.Tags.Remove(type, id, keys, Cancellation);
    }

    /// <inheritdoc/>
    protected override void End() => ForEach(missing.Errors(RunErrors.TagNotFound), error => throw error);
}
