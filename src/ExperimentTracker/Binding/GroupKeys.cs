using System.Management.Automation;
using ExperimentTracker.Comparison;

namespace ExperimentTracker.Binding;

/// <summary>Reads grouping keys of runs: names, and script blocks that calculate a value from each run.</summary>
internal static class GroupKeys
{
    /// <summary>Reads a key.</summary>
    /// <param name="key">A name or a script block.</param>
    /// <param name="runs">The runs to group.</param>
    /// <param name="remember">Remembers the source store of a run, for commands in the block.</param>
    /// <exception cref="TrackerException"><c>UnknownGroupKey</c>, <c>AmbiguousGroupKey</c>, <c>GroupKeyFailed</c> or <c>InvalidName</c>.</exception>
    public static GroupKey Read(object key, IReadOnlyList<Run> runs, Action<Run> remember)
    {
        if (PlainValue.Of(key) is not ScriptBlock block) return GroupKey.Parse(NameReader.Read("-GroupBy", key) ?? "", runs);
        string text = block.ToString().Trim();
        return new GroupKey(text, run => Evaluate(block, text, run, remember));
    }

    private static object? Evaluate(ScriptBlock block, string text, Run run, Action<Run> remember)
    {
        remember(run);
        try
        {
            var output = block.InvokeWithContext(null, [new PSVariable("_", run)], []);
            return DomainValues.From(text, output.Count switch { 0 => null, 1 => output[0], _ => output.ToArray() });
        }
        catch (RuntimeException e) when (e is not (PipelineStoppedException or ActionPreferenceStopException))
        {
            throw ComparisonErrors.GroupKeyFailed(run.Path, e);
        }
    }
}
