using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

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
            StoreSource? named = fakeBoundParameters["Store"] is { } given ? LanguagePrimitives.ConvertTo<StoreSource>(given) : null;
            if (SessionView.Current() is not { } session || StoreResolver.TryFind(session, named, default) is not { } store) return [];
            string typed = Unquote(wordToComplete);
            var pattern = new WildcardPattern(WildcardPattern.Escape(typed) + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            return [.. Candidates(session, store, typed, fakeBoundParameters)
                .Where(c => pattern.IsMatch(c.Text) || (c.Name is not null && pattern.IsMatch(c.Name)))
                .DistinctBy(c => c.Text)
                .Take(Most)
                .Select(c => new CompletionResult(Quote(c.Text), c.Name ?? c.Text, CompletionResultType.ParameterValue, c.Tooltip ?? c.Text))];
        }
        catch (Exception)
        {
            // Whatever is wrong with the store, the command itself will say so; a completion must not.
            return [];
        }
    }

    /// <summary>Everything that could be meant; what does not begin as typed is left out afterwards.</summary>
    private protected abstract IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound);

    /// <summary>The text of a parameter that was given already.</summary>
    private protected static string? Given(IDictionary bound, string parameter) => bound[parameter] switch
    {
        null => null,
        Run run => run.Id,
        Experiment experiment => experiment.Id,
        Trial trial => trial.Id,
        object value => LanguagePrimitives.ConvertTo<string>(value),
    };

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

    /// <summary>One completion.</summary>
    /// <param name="Text">What is inserted.</param>
    /// <param name="Name">What is shown in the list, when it is not the text; it is matched too.</param>
    /// <param name="Tooltip">What explains it.</param>
    private protected sealed record Candidate(string Text, string? Name = null, string? Tooltip = null);
}
