using System.Management.Automation;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Alerts;

/// <summary>Evaluates the filters of alerts, and their blocks in the session that watches.</summary>
/// <param name="session">The session.</param>
/// <param name="report">Receives the errors of a block.</param>
/// <param name="remember">Remembers the source store of a run, for commands in a block.</param>
internal sealed class AlertBlocks(SessionState session, Action<RunAlert, TrackerException> report, Action<Run> remember) : IDisposable
{
    private readonly FilterLanguage language = new();
    private readonly Dictionary<string, ParsedRunFilter> filters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FilterProgram Program, FilterPipeline Pipeline)> blocks = new(StringComparer.Ordinal);

    /// <summary>Parses a filter.</summary>
    /// <exception cref="TrackerException"><c>FilterNotSupported</c>, <c>FilterUnknownProperty</c> or <c>FilterSyntax</c>.</exception>
    public ParsedRunFilter Filter(string text)
    {
        if (filters.TryGetValue(text, out ParsedRunFilter? known)) return known;
        try
        {
            return filters[text] = language.Parse(text);
        }
        catch (RunFilterException e)
        {
            throw e.InnerException as TrackerException ?? AlertErrors.Invalid(text, e.Message);
        }
    }

    /// <summary>Whether the filter or the block of an alert is true for a run.</summary>
    /// <exception cref="TrackerException">It cannot be parsed.</exception>
    public bool Holds(RunAlert alert, Run run)
    {
        if (alert.Filter is { } filter) return Filter(filter).Select([run]).Count == 1;
        if (alert.When is not { } text) return false;
        if (!blocks.TryGetValue(text, out (FilterProgram Program, FilterPipeline Pipeline) block))
        {
            var program = new FilterProgram(ScriptBlock.Create(text), session);
            block = blocks[text] = (program, new FilterPipeline(program.Block, error => report(alert, error), remember));
        }

        return block.Pipeline.Holds(run);
    }

    public void Dispose()
    {
        foreach (ParsedRunFilter filter in filters.Values) filter.Dispose();
        foreach ((FilterProgram program, FilterPipeline pipeline) in blocks.Values)
        {
            pipeline.Dispose();
            program.Dispose();
        }

        language.Dispose();
    }
}
