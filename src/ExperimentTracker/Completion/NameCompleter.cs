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

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            using var timeout = new CancellationTokenSource(CompletionWaits.Longest);
            StoreSource? named = fakeBoundParameters["Store"] is { } given ? LanguagePrimitives.ConvertTo<StoreSource>(given) : null;
            if (SessionView.Current() is not { } session || StoreResolver.TryFindQuickly(session, named, timeout.Token) is not { } store) return [];
            string typed = Unquote(wordToComplete), folded = Names.Fold(typed);
            var request = new CompletionRequest(CurrentRunOf(session), store, commandName, parameterName, typed, fakeBoundParameters, timeout.Token);
            return [.. CompletionWaits.Read(store, () => Candidates(request).ToList(), timeout)
                .Where(c => Begins(c.Text) || (c.Name is not null && Begins(c.Name)) || (c.Alias is not null && Begins(c.Alias)))
                .DistinctBy(c => c.Text)
                .Take(Most)
                .Select(c => new CompletionResult(Quote(c.Text), Shown(c.Name ?? c.Text), CompletionResultType.ParameterValue, Shown(c.Tooltip ?? c.Text)))];

            bool Begins(string text) =>
                text.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || Names.Fold(text).StartsWith(folded, StringComparison.Ordinal);
        }
        catch (Exception)
        {
            // The command itself reports a problem with the store; a completion must not.
            return [];
        }
    }

    // A run in a store on a server that is not open is not completed from.
    private static CurrentRun? CurrentRunOf(SessionView session) =>
        SessionMemory.Of(session).Current is { } current && (!current.Address.IsServer || OpenStores.FindOpen(current.Address) is not null) ? current : null;

    /// <summary>Returns all candidates; those that do not match the partial word are removed afterwards.</summary>
    private protected abstract IEnumerable<Candidate> Candidates(CompletionRequest request);

    // The partial word can have an opening and a closing quote.
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

    // Lists and tooltips are shown unchanged, so they must not contain control characters, and must not be empty.
    private static string Shown(string text) => TerminalText.Clean(text) is { Length: > 0 } clean ? clean : "''";

    /// <summary>A completion.</summary>
    /// <param name="Text">The text to insert.</param>
    /// <param name="Name">The text in the list, if it differs from the inserted text; it is matched too.</param>
    /// <param name="Tooltip">The tooltip.</param>
    /// <param name="Alias">Another text to match, which is not shown.</param>
    private protected sealed record Candidate(string Text, string? Name = null, string? Tooltip = null, string? Alias = null);
}
