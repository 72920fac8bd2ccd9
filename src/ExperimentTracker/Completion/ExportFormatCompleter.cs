using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExperimentTracker.Loading;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Completion;

/// <summary>Completes the names of the formats of exports. Never throws.</summary>
public sealed class ExportFormatCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            string typed = wordToComplete.Trim('\'', '"');
            IEnumerable<(string Name, string Title)> formats =
            [
                (StoreExport.FileForm, "one JSON file"), (StoreExport.FolderForm, "a folder with a JSON file and the contents of artifacts"),
                .. ForeignFormats.Load().Exports.Select(f => (f.Name, f.Title)),
            ];
            return [.. formats.Where(f => f.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Select(f => new CompletionResult(f.Name, f.Name, CompletionResultType.ParameterValue, f.Title))];
        }
        catch (TrackerException)
        {
            // The command itself reports that there are none.
            return [];
        }
    }
}
