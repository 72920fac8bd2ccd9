using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Catalog;

/// <summary>The common conditions of queries for records.</summary>
internal static class RecordConditions
{
    /// <summary>Adds the conditions on name and identity.</summary>
    public static Conditions AddIdentity(this Conditions conditions, string table, string? identity, string? namePrefix, bool reversedIds)
    {
        if (identity is not null)
        {
            string folded = Names.Fold(identity), lower = identity.ToLowerInvariant();
            string parts = conditions.IdPart(table, identity, reversedIds);

            // Generated ids are in lower case.
            if (lower != identity) parts += $" OR {conditions.IdPart(table, lower, reversedIds)}";
            conditions.Add($"({table}.name_fold = {{0}} OR {parts})", folded);
        }

        if (namePrefix is { Length: > 0 } prefix && Names.Fold(prefix) is var fold)
        {
            conditions.Add($"{table}.name_fold >= {{0}} AND {table}.name_fold < {{1}}", fold, SqlValues.PrefixEnd(fold));
        }

        return conditions;
    }

    /// <summary>Adds the condition on removal: of the record itself, or for live records of all its parents.</summary>
    public static Conditions AddRemoval(this Conditions conditions, RemovedFilter removed, params string[] tables) => removed switch
    {
        RemovedFilter.Live => conditions.Add(string.Join(" AND ", tables.Select(t => $"{t}.removed_at IS NULL"))),
        RemovedFilter.Removed => conditions.Add($"{tables[0]}.removed_at > {Removals.Collected}"),
        _ => conditions,
    };

    // The complete id, its start or its end.
    private static string IdPart(this Conditions conditions, string table, string part, bool reversedIds)
    {
        string reversed = SqlValues.Reverse(part);
        string tail = reversedIds
            ? $"({table}.id_reversed >= {conditions.Place(reversed)} AND {table}.id_reversed < {conditions.Place(SqlValues.PrefixEnd(reversed))})"
            : $"substr({table}.id, -{part.Length}) = {conditions.Place(part)}";
        return $"({table}.id >= {conditions.Place(part)} AND {table}.id < {conditions.Place(SqlValues.PrefixEnd(part))}) OR {tail}";
    }
}
