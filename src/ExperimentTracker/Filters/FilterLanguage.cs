using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Filters;

/// <summary>Filters of a page: the same parser and the same evaluation as <c>-Filter</c>, in a runspace of its own, for a part of the language.</summary>
internal sealed class FilterLanguage : IRunFilterLanguage, IDisposable
{
    private readonly object gate = new();
    private Runspace? runspace;
    private SessionState? session;

    /// <inheritdoc/>
    public ParsedRunFilter Parse(string text)
    {
        ScriptBlockAst root = Parser.ParseInput(text, out Token[] tokens, out ParseError[] errors);
        if (errors.Length > 0) throw At(new("FilterSyntax", TrackerErrorKind.InvalidArgument, text, errors[0].Message), errors[0].Extent);
        if (Array.Find(tokens, token => token.Kind == TokenKind.Ampersand) is { } background) throw At(FilterErrors.NotSupported(background.Text, "a command", ""), background.Extent);
        if (FilterWhitelist.Refused(root) is { } refused) throw At(FilterErrors.NotSupported(refused.Part.Extent.Text, refused.What, ""), refused.Part.Extent);
        if (FilterCheck.Mistake(root) is { } mistake) throw At(mistake.Error, mistake.Place.Extent);
        try
        {
            return Within(() => new Parsed(this, new FilterProgram(ScriptBlock.Create(text), session!, limitPatterns: true)));
        }
        catch (TrackerException e)
        {
            throw At(e, root.Extent);
        }
    }

    /// <inheritdoc/>
    public RunFilterSuggestions Suggest(string text, int position, Func<string, IEnumerable<string>> names) => FilterSuggestions.Of(text, position, names);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            runspace?.Dispose();
            runspace = null;
        }
    }

    private static RunFilterException At(TrackerException error, IScriptExtent place) =>
        new(error, place.StartLineNumber, place.StartColumnNumber, Math.Max(1, place.EndOffset - place.StartOffset));

    // A runspace is for one thread at a time, which blocks of PowerShell find by this property.
    private T Within<T>(Func<T> action)
    {
        lock (gate)
        {
            Runspace? before = Runspace.DefaultRunspace;
            try
            {
                if (runspace is null)
                {
                    runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
                    runspace.Name = "ExperimentTracker filters";
                    runspace.Open();
                }

                Runspace.DefaultRunspace = runspace;
                session ??= ((EngineIntrinsics)((PSObject)ScriptBlock.Create("$ExecutionContext").InvokeReturnAsIs()).BaseObject).SessionState;
                return action();
            }
            finally
            {
                Runspace.DefaultRunspace = before;
            }
        }
    }

    private sealed class Parsed(FilterLanguage language, FilterProgram program) : ParsedRunFilter
    {
        private TrackerException? first;
        private int failures;

        public override RunFilter Condition => program.Condition;

        public override RunFilterFailures? Failures => first is null ? null : new(failures, $"{first.Target}", first.InnerException!.Message);

        public override IReadOnlyList<Run> Select(IReadOnlyList<Run> runs) => language.Within(() =>
        {
            using var pipeline = new FilterPipeline(program.Block, Remember, _ => { });
            var selected = runs.Where(pipeline.Holds).ToList();
            failures += pipeline.Failures;
            return selected;
        });

        // It would take as long for each of the other runs.
        private void Remember(TrackerException failure)
        {
            for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
            {
                if (cause is RegexMatchTimeoutException slow) throw FilterErrors.TooSlow(slow.Pattern, failure.Target, slow);
            }

            first ??= failure;
        }

        public override void Dispose() => program.Dispose();
    }
}
