using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using ExperimentTracker.Filters;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Completion;

/// <summary>
/// Completes what follows <c>$_.</c> in the block of <c>Get-Run -Filter</c>: the properties of a run, and the names of parameters, metrics and tags of the
/// newest runs. PowerShell itself knows the type of <c>$_</c> only from the command before a pipe, and calls no argument completer within a block.
/// Called by the function that <c>Register-RunFilterCompleter</c> defines; never throws.
/// </summary>
public static class RunFilterCompletion
{
    private const int Newest = 20;

    /// <summary>Completes a command line, or returns <see langword="null"/> if the cursor is not in such a block.</summary>
    /// <param name="text">The command line.</param>
    /// <param name="cursor">The position in the text.</param>
    public static CommandCompletion? Complete(string text, int cursor) => Complete(Parser.ParseInput(text, out _, out _), cursor);

    /// <inheritdoc cref="Complete(string, int)"/>
    /// <param name="line">The parsed command line.</param>
    /// <param name="cursor">The position in the text.</param>
    public static CommandCompletion? Complete(Ast line, int cursor)
    {
        try
        {
            string text = line.Extent.Text;
            if (FilterMembers.Find(text[..Math.Min(cursor, text.Length)]) is not { } typed || !IsInFilter(line, typed.Start)) return null;
            CompletionResult[] found = [.. typed.Names(NamesOf).Select(name => new CompletionResult(FilterMembers.Quoted(name), name, CompletionResultType.Property, name))];
            return found.Length == 0 ? null : new CommandCompletion(new Collection<CompletionResult>(found), -1, typed.WordStart, typed.WordLength);
        }
        catch (Exception)
        {
            // PowerShell's own completion follows. The command itself reports a problem with the store.
            return null;
        }
    }

    private static bool IsInFilter(Ast line, int position) => line.Find(node => node is CommandAst command && Holds(command, position), searchNestedScriptBlocks: true) is not null;

    private static bool Holds(CommandAst command, int position)
    {
        if (!"Get-Run".Equals(command.GetCommandName()?.Split('\\')[^1], StringComparison.OrdinalIgnoreCase)) return false;
        ReadOnlyCollection<CommandElementAst> elements = command.CommandElements;
        for (int i = 1; i < elements.Count; i++)
        {
            if (elements[i - 1] is CommandParameterAst { Argument: null } parameter && elements[i] is ScriptBlockExpressionAst block && Contains(block, position) &&
                "Filter".StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return elements.OfType<CommandParameterAst>().Any(p => p.Argument is ScriptBlockExpressionAst block && Contains(block, position));
    }

    private static bool Contains(Ast block, int position) => block.Extent.StartOffset < position && position <= block.Extent.EndOffset;

    private static IEnumerable<string> NamesOf(string property) => Runs().SelectMany(run => property switch
    {
        nameof(Run.Parameters) => run.Parameters.Pairs,
        nameof(Run.Tags) => run.Tags.Pairs,
        _ => run.Metrics.Pairs,
    }).Select(pair => pair.Key);

    private static IEnumerable<Run> Runs()
    {
        using var timeout = new CancellationTokenSource(CompletionWaits.Longest);
        return SessionView.Current() is { } session && StoreResolver.TryFindQuickly(session, null, timeout.Token) is { } store
            ? CompletionWaits.Read(store, () => store.Runs.Query(new() { First = Newest }, timeout.Token).ToList(), timeout)
            : [];
    }
}
