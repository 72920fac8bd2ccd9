using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>The SQL of PostgreSQL.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    public static readonly PostgresDialect Instance = new();

    // What refers to the row can be inserted meanwhile: it locks the key of the row only.
    public override string Locking(string alias) => $" FOR NO KEY UPDATE OF {alias}";

    // Texts have the collation "C", so that only the case of ASCII letters is ignored. The index has the beginning of long texts.
    public override string EqualsIgnoringCase(string expression, string value) =>
        $"(lower(left({expression}, 200)) = lower(left({value} COLLATE \"C\", 200)) AND lower({expression}) = lower({value} COLLATE \"C\"))";

    public override string HasOtherThanAscii(string expression) => $"{expression} ~ '[^ -~]'";

    public override string ParameterNumber(string alias) => $"{alias}number";

    public override string IndexedParameterNumber => "number";
}
