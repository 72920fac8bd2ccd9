using ExperimentTracker.Filters;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>
/// Translates a filter to SQL. <see cref="UpperBound"/> is true for every run that matches, <see cref="LowerBound"/> for none that does not. Under a
/// negation the two change places. What cannot be proven narrows nothing.
/// </summary>
/// <param name="conditions">Receives the arguments.</param>
/// <param name="few">The comparisons that few runs match, with the keys of these runs. Others are tested on each run that is read.</param>
internal sealed class RunFilterSql(Conditions conditions, IReadOnlyDictionary<PropertyComparison, long[]> few)
{
    private readonly List<string> undecided = [];

    /// <summary>The source text of comparisons that narrow nothing.</summary>
    public IReadOnlyList<string> NotNarrowed => undecided;

    /// <summary>A condition that every matching run fulfils; <see langword="null"/> if none is known.</summary>
    public string? UpperBound(RunFilter filter) => filter switch
    {
        AllOf all => Join(" AND ", all.Parts.Select(UpperBound).OfType<string>()),
        AnyOf any => any.Parts.Select(UpperBound).ToList() is var parts && parts.TrueForAll(p => p is not null) ? Join(" OR ", parts!) : null,
        NoneOf none => LowerBound(none.Part) is { } under ? $"NOT ({under})" : null,
        PropertyComparison compared => few.TryGetValue(compared, out long[]? keys) ? conditions.IsOneOf("r.pk", SqlList.Of(keys)) : Track(ComparisonSql.UpperBound(conditions, compared), compared.Text),
        Opaque unknown => Track(null, unknown.Text),
        _ => null,
    };

    /// <summary>A condition that only matching runs fulfil; <see langword="null"/> if none is known.</summary>
    public string? LowerBound(RunFilter filter) => filter switch
    {
        AllOf all => all.Parts.Select(LowerBound).ToList() is var parts && parts.TrueForAll(p => p is not null) ? Join(" AND ", parts!) : null,
        AnyOf any => Join(" OR ", any.Parts.Select(LowerBound).OfType<string>()),
        NoneOf none => UpperBound(none.Part) is { } over ? $"NOT ({over})" : null,
        PropertyComparison compared => Track(ComparisonSql.LowerBound(conditions, compared), compared.Text),
        Opaque unknown => Track(null, unknown.Text),
        _ => null,
    };

    /// <summary>The comparisons that must be true for the filter to be true: each can narrow by itself.</summary>
    public static IEnumerable<PropertyComparison> Necessary(RunFilter filter) => filter switch
    {
        AllOf all => all.Parts.SelectMany(Necessary),
        PropertyComparison compared => [compared],
        _ => [],
    };

    /// <summary>All comparisons of a filter.</summary>
    public static IEnumerable<PropertyComparison> Leaves(RunFilter filter) => filter switch
    {
        AllOf all => all.Parts.SelectMany(Leaves),
        AnyOf any => any.Parts.SelectMany(Leaves),
        NoneOf none => Leaves(none.Part),
        PropertyComparison compared => [compared],
        _ => [],
    };

    private string? Track(string? sql, string text)
    {
        if (sql is null) undecided.Add(text);
        return sql;
    }

    private static string? Join(string word, IEnumerable<string?> parts)
    {
        string joined = string.Join(word, parts.Select(p => $"({p})"));
        return joined.Length == 0 ? null : joined;
    }
}
