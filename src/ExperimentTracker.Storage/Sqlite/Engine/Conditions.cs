using System.Globalization;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Collects the conditions of a query and their arguments. Values never become part of the text.</summary>
internal sealed class Conditions
{
    private readonly List<string> clauses = [];
    private readonly List<object?> arguments = [];

    /// <summary>The arguments, in the order of their numbers.</summary>
    public object?[] Arguments => [.. arguments];

    /// <summary>The <c>WHERE</c> clause, or nothing without conditions.</summary>
    public string Where => clauses.Count == 0 ? "" : "WHERE " + string.Join(" AND ", clauses);

    /// <summary>Adds a condition; <c>{0}</c>, <c>{1}</c> … in it stand for the values.</summary>
    public Conditions Add(string clause, params object?[] values)
    {
        object[] places = [.. values.Select(Place)];
        clauses.Add(string.Format(CultureInfo.InvariantCulture, clause, places));
        return this;
    }

    /// <summary>Adds a condition if there is a value for it.</summary>
    public Conditions AddIf(string clause, object? value) => value is null ? this : Add(clause, value);

    /// <summary>Adds a condition that a column is one of a list, if there is a list.</summary>
    public Conditions AddList<T>(string column, IEnumerable<T>? values)
    {
        if (values is not null) clauses.Add(IsOneOf(column, values));
        return this;
    }

    /// <summary>The condition that a column is one of a list, for a part of another condition.</summary>
    public string IsOneOf<T>(string column, IEnumerable<T> values) => $"{column} IN (SELECT value FROM json_each({Place(SqlValues.List(values))}))";

    /// <summary>Adds a value that no condition holds, such as a limit.</summary>
    public string Place(object? value)
    {
        arguments.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@{arguments.Count}");
    }

    /// <summary>Adds the conditions on name and identity that every kind of record shares.</summary>
    public Conditions AddIdentity(string table, string? identity, string? namePrefix, bool reversedIds)
    {
        if (identity is not null)
        {
            string folded = Names.Fold(identity), lower = identity.ToLowerInvariant();
            string parts = IdPart(table, identity, reversedIds);

            // Ids that were made here are in lower case.
            if (lower != identity) parts += $" OR {IdPart(table, lower, reversedIds)}";
            Add($"({table}.name_fold = {{0}} OR {parts})", folded);
        }

        if (namePrefix is { Length: > 0 } prefix && Names.Fold(prefix) is var fold)
        {
            Add($"{table}.name_fold >= {{0}} AND {table}.name_fold < {{1}}", fold, SqlValues.PrefixEnd(fold));
        }

        return this;
    }

    /// <summary>Adds the condition on removal: of the record itself, or for live records of all that it belongs to.</summary>
    public Conditions AddRemoval(RemovedFilter removed, params string[] tables) => removed switch
    {
        RemovedFilter.Live => Add(string.Join(" AND ", tables.Select(t => $"{t}.removed_at IS NULL"))),
        RemovedFilter.Removed => Add($"{tables[0]}.removed_at > {Removals.Collected}"),
        _ => this,
    };

    // The whole of an id, its start or its end.
    private string IdPart(string table, string part, bool reversedIds)
    {
        string reversed = SqlValues.Reverse(part);
        string tail = reversedIds
            ? $"({table}.id_reversed >= {Place(reversed)} AND {table}.id_reversed < {Place(SqlValues.PrefixEnd(reversed))})"
            : $"substr({table}.id, -{part.Length}) = {Place(part)}";
        return $"({table}.id >= {Place(part)} AND {table}.id < {Place(SqlValues.PrefixEnd(part))}) OR {tail}";
    }
}
