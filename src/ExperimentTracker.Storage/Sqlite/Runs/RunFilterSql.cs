namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// A filter as SQL that narrows soundly: <see cref="Over"/> holds for every run the filter holds for, <see cref="Under"/> for none it does not. Under a
/// negation the two change places. What cannot be proven narrows nothing.
/// </summary>
/// <param name="conditions">Takes the arguments.</param>
/// <param name="few">The comparisons that few runs fulfil, with the keys of these. Others are asked of each run that comes along.</param>
internal sealed class RunFilterSql(Conditions conditions, IReadOnlyDictionary<Compared, long[]> few)
{
    private readonly List<string> undecided = [];

    /// <summary>The comparisons that narrow nothing, as they were written.</summary>
    public IReadOnlyList<string> NotNarrowed => undecided;

    /// <summary>A condition that every run of the filter fulfils; <see langword="null"/> when none is known.</summary>
    public string? Over(RunFilter filter) => filter switch
    {
        AllOf all => Join(" AND ", all.Parts.Select(Over).OfType<string>()),
        AnyOf any => any.Parts.Select(Over).ToList() is var parts && parts.TrueForAll(p => p is not null) ? Join(" OR ", parts!) : null,
        NoneOf none => Under(none.Part) is { } under ? $"NOT ({under})" : null,
        Compared compared => few.TryGetValue(compared, out long[]? keys) ? conditions.IsOneOf("r.pk", keys) : Noted(LeafSql.Over(conditions, compared), compared.Text),
        Undecided unknown => Noted(null, unknown.Text),
        _ => null,
    };

    /// <summary>A condition that no run but those of the filter fulfils; <see langword="null"/> when none is known.</summary>
    public string? Under(RunFilter filter) => filter switch
    {
        AllOf all => all.Parts.Select(Under).ToList() is var parts && parts.TrueForAll(p => p is not null) ? Join(" AND ", parts!) : null,
        AnyOf any => Join(" OR ", any.Parts.Select(Under).OfType<string>()),
        NoneOf none => Over(none.Part) is { } over ? $"NOT ({over})" : null,
        Compared compared => Noted(LeafSql.Under(conditions, compared), compared.Text),
        Undecided unknown => Noted(null, unknown.Text),
        _ => null,
    };

    /// <summary>The comparisons that must hold whatever else does: each by itself narrows.</summary>
    public static IEnumerable<Compared> Necessary(RunFilter filter) => filter switch
    {
        AllOf all => all.Parts.SelectMany(Necessary),
        Compared compared => [compared],
        _ => [],
    };

    /// <summary>All comparisons of a filter.</summary>
    public static IEnumerable<Compared> Leaves(RunFilter filter) => filter switch
    {
        AllOf all => all.Parts.SelectMany(Leaves),
        AnyOf any => any.Parts.SelectMany(Leaves),
        NoneOf none => Leaves(none.Part),
        Compared compared => [compared],
        _ => [],
    };

    private string? Noted(string? sql, string text)
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
