using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExperimentTracker.Loading;

namespace ExperimentTracker.Completion;

/// <summary>Completes the names of the formats of other trackers. Never throws.</summary>
public sealed class ForeignFormatCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            string typed = wordToComplete.Trim('\'', '"');
            return [.. ForeignFormats.Load().All.Where(f => f.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Select(f => new CompletionResult(f.Name, f.Name, CompletionResultType.ParameterValue, f.Title))];
        }
        catch (TrackerException)
        {
            // The command itself reports that there are none.
            return [];
        }
    }
}
