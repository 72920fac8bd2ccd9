namespace ExperimentTracker.Web.Reading;

/// <summary>A search for words in what a table shows of runs. All words must occur, ignoring case.</summary>
internal sealed class RunSearch
{
    private readonly string[] words;

    private RunSearch(string[] words) => this.words = words;

    /// <summary>The parts of runs that are searched.</summary>
    public const RunParts Parts = RunParts.Parameters | RunParts.Tags;

    /// <summary>Returns the search, or <see langword="null"/> if the text has no words.</summary>
    public static RunSearch? Parse(string? text) =>
        text?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } words ? new(words) : null;

    /// <summary>Whether a run has all words.</summary>
    public bool Matches(Run run) => Array.TrueForAll(words, word => Matches(run, word));

    private static bool Matches(Run run, string word) =>
        Has(run.Path, word) || Has(run.Name, word) || run.Id.StartsWith(word, StringComparison.OrdinalIgnoreCase) || Has(run.ShortId, word) || Has(run.Status.ToString(), word)
        || Has(run.Description, word) || Has(run.ErrorMessage, word) || Has(run.Origin.User, word)
        || Any(run.Tags, word) || Any(run.Parameters, word);

    private static bool Any(NamedValues values, string word) => values.Pairs.Any(p => Has(p.Key, word) || (p.Value is not null && Has(ValueText.Format(p.Value), word)));

    private static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) is true;
}
