using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Completion;

/// <summary>Completes names from the store that the command would use. Never creates a store and never throws.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private const int Most = 100;

    // A prompt that stands still is worse than one that completes nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            using var patience = new CancellationTokenSource(LongestWait);
            StoreSource? named = fakeBoundParameters["Store"] is { } given ? LanguagePrimitives.ConvertTo<StoreSource>(given) : null;
            if (SessionView.Current() is not { } session || StoreResolver.TryFind(session, named, patience.Token) is not { } store) return [];
            string typed = Unquote(wordToComplete), folded = Names.Fold(typed);
            return [.. Candidates(new CompletionRequest(session, store, commandName, parameterName, typed, fakeBoundParameters, patience.Token))
                .Where(c => Begins(c.Text) || (c.Name is not null && Begins(c.Name)))
                .DistinctBy(c => c.Text)
                .Take(Most)
                .Select(c => new CompletionResult(Quote(c.Text), Shown(c.Name ?? c.Text), CompletionResultType.ParameterValue, Shown(c.Tooltip ?? c.Text)))];

            bool Begins(string text) =>
                text.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || Names.Fold(text).StartsWith(folded, StringComparison.Ordinal);
        }
        catch (Exception)
        {
            // Whatever is wrong with the store, the command itself will say so; a completion must not.
            return [];
        }
    }

    /// <summary>Everything that could be meant; what does not begin as typed is left out afterwards.</summary>
    private protected abstract IEnumerable<Candidate> Candidates(CompletionRequest request);

    // The word as it was typed so far: with an opening quote perhaps, and a closing one.
    private static string Unquote(string word)
    {
        if (!word.StartsWith('\'')) return word.Trim('"');
        string rest = word[1..];
        bool isClosed = (rest.Length - rest.TrimEnd('\'').Length) % 2 == 1;
        return (isClosed ? rest[..^1] : rest).Replace("''", "'", StringComparison.Ordinal);
    }

    private static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/') && !text.StartsWith('-')
            ? text
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

    // A list and a tooltip are shown as they are: nothing in them may steer the terminal, and neither may be empty.
    private static string Shown(string text) => TerminalText.Clean(text) is { Length: > 0 } clean ? clean : "''";

    /// <summary>One completion.</summary>
    /// <param name="Text">What is inserted.</param>
    /// <param name="Name">What is shown in the list, when it is not the text; it is matched too.</param>
    /// <param name="Tooltip">What explains it.</param>
    private protected sealed record Candidate(string Text, string? Name = null, string? Tooltip = null);
}
