namespace ExperimentTracker.Filters;

/// <summary>The language of <c>-Filter</c> for texts that someone else than the user of the session may have written: it runs no command and calls no method.</summary>
public interface IRunFilterLanguage
{
    /// <summary>Parses a filter.</summary>
    /// <exception cref="RunFilterException">The text is not a filter.</exception>
    ParsedRunFilter Parse(string text);

    /// <summary>Returns what can be written at a position of a text.</summary>
    /// <param name="text">The text of the filter, which need not be complete.</param>
    /// <param name="position">The number of characters before the position.</param>
    /// <param name="names">Returns the names of parameters, metrics or tags, by the property of runs that has them.</param>
    RunFilterSuggestions Suggest(string text, int position, Func<string, IEnumerable<string>> names);
}

/// <summary>A filter that was parsed.</summary>
public abstract class ParsedRunFilter : IDisposable
{
    /// <summary>The part of the filter that an engine can narrow with.</summary>
    public abstract RunFilter Condition { get; }

    /// <summary>
    /// Returns those runs for which the filter is true, in the same order. The runs need their parameters, tags and metrics. A run for which it fails, such as one
    /// with a text where others have a number, is left out, and counted in <see cref="Failures"/>.
    /// </summary>
    /// <exception cref="TrackerException"><c>FilterTooSlow</c>: a search for a pattern takes too long.</exception>
    public abstract IReadOnlyList<Run> Select(IReadOnlyList<Run> runs);

    /// <summary>The runs, of all that were looked at, for which it failed; <see langword="null"/> if it failed for none.</summary>
    public abstract RunFilterFailures? Failures { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Runs that are left out because a filter fails for them.</summary>
/// <param name="Count">The number of runs.</param>
/// <param name="Run">The path of the first one.</param>
/// <param name="Reason">Why it fails for that one, as a sentence.</param>
public sealed record RunFilterFailures(int Count, string Run, string Reason)
{
    /// <summary>As a sentence.</summary>
    public override string ToString() =>
        Count == 1 ? $"Run {Run} is left out, because the filter fails for it: {Reason}"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Count:N0} runs are left out, because the filter fails for them. The first is {Run}: {Reason}");
}

/// <summary>A text that is not a filter, with the place of the mistake.</summary>
/// <param name="error">The error.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The character in the line, from 1.</param>
/// <param name="length">The number of characters.</param>
public sealed class RunFilterException(TrackerException error, int line, int column, int length) : Exception(error.Message, error)
{
    /// <summary>The id of the error.</summary>
    public string ErrorId { get; } = error.ErrorId;

    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The character in the line, from 1.</summary>
    public int Column { get; } = column;

    /// <summary>The number of characters.</summary>
    public int Length { get; } = length;
}

/// <summary>What can be written in place of a part of a filter.</summary>
/// <param name="From">The start of the part.</param>
/// <param name="To">The end of the part.</param>
/// <param name="Items">What can be written.</param>
public sealed record RunFilterSuggestions(int From, int To, IReadOnlyList<RunFilterSuggestion> Items);

/// <summary>What can be written at a position of a filter.</summary>
/// <param name="Text">The text.</param>
/// <param name="Detail">What it is.</param>
public sealed record RunFilterSuggestion(string Text, string Detail);
