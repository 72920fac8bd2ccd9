using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>The SQL of SQLite.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public static readonly SqliteDialect Instance = new();

    public override string EqualsIgnoringCase(string expression, string value) => $"{expression} = {value} COLLATE NOCASE";

    public override string HasOtherThanAscii(string expression) => $"{expression} GLOB '*[^ -~]*'";

    public override string ParameterNumber(string alias) => $"{alias}value";

    // The index's own order, which is the same for numbers.
    public override string IndexedParameterNumber => "value COLLATE NOCASE";
}
