using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Completion;

/// <summary>
/// Completes what follows <c>$_.</c> in the block of <c>Get-Run -Filter</c>: the properties of a run, and the names of parameters, metrics and tags of the
/// newest runs. PowerShell itself knows the type of <c>$_</c> only from the command before a pipe, and calls no argument completer within a block.
/// Called by the function that <c>Register-RunFilterCompleter</c> defines; never throws.
/// </summary>
public static partial class RunFilterCompletion
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
            Match typed = Member().Match(text[..Math.Min(cursor, text.Length)]);
            if (!typed.Success || !IsInFilter(line, typed.Index)) return null;
            string beginning = typed.Groups["word"].Value.TrimStart('\'');
            CompletionResult[] found =
            [
                .. Names(typed.Groups["path"].Value)
                    .Where(name => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .Select(name => new CompletionResult(Quoted(name), name, CompletionResultType.Property, name)),
            ];
            Group word = typed.Groups["word"];
            return found.Length == 0 ? null : new CommandCompletion(new Collection<CompletionResult>(found), -1, word.Index, word.Length);
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

    private static IEnumerable<string> Names(string path)
    {
        string[] parts = path.Split('.', StringSplitOptions.RemoveEmptyEntries);
        return (parts.FirstOrDefault()?.ToUpperInvariant(), parts.Length) switch
        {
            (null, _) => Properties(typeof(Run)),
            ("PARAMETERS", 1) => Runs().SelectMany(run => run.Parameters.Pairs.Select(p => p.Key)),
            ("METRICS" or "METRICSTATISTICS", 1) => Runs().SelectMany(run => run.Metrics.Pairs.Select(p => p.Key)),
            ("METRICSTATISTICS", 2) => Properties(typeof(Metric)),
            ("TAGS", 1) => Runs().SelectMany(run => run.Tags.Pairs.Select(p => p.Key)),
            ("ORIGIN", 1) => Properties(typeof(RunOrigin)),
            _ => [],
        };
    }

    private static IEnumerable<Run> Runs()
    {
        using var timeout = new CancellationTokenSource(CompletionWaits.Longest);
        return SessionView.Current() is { } session && StoreResolver.TryFindQuickly(session, null, timeout.Token) is { } store
            ? CompletionWaits.Read(store, () => store.Runs.Query(new() { First = Newest }, timeout.Token).ToList(), timeout)
            : [];
    }

    private static IEnumerable<string> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Order(StringComparer.OrdinalIgnoreCase);

    private static string Quoted(string name) => PlainName().IsMatch(name) ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";

    // $_.Metrics.'val/loss'.M: the path is .Metrics.'val/loss', the word M.
    [GeneratedRegex(@"\$(?:_|PSItem)(?<path>(?:\.(?:\w+|'[^']*'))*)\.(?<word>\w*|'[^']*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Member();

    [GeneratedRegex(@"^[\p{L}_]\w*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
