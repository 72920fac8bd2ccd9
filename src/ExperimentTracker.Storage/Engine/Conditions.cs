using System.Globalization;

namespace ExperimentTracker.Storage.Engine;

/// <summary>Collects the conditions of a query and their arguments. Values never become part of the SQL text.</summary>
/// <param name="dialect">The SQL of the engine.</param>
internal sealed class Conditions(SqlDialect dialect)
{
    private readonly List<string> clauses = [];
    private readonly List<object?> arguments = [];

    /// <summary>The SQL of the engine.</summary>
    public SqlDialect Dialect => dialect;

    /// <summary>The arguments, in the order of their numbers.</summary>
    public object?[] Arguments => [.. arguments];

    /// <summary>The <c>WHERE</c> clause; empty without conditions.</summary>
    public string Where => clauses.Count == 0 ? "" : "WHERE " + string.Join(" AND ", clauses);

    /// <summary>Adds a condition; <c>{0}</c>, <c>{1}</c> … are placeholders of the values.</summary>
    public Conditions Add(string clause, params object?[] values)
    {
        object[] places = [.. values.Select(Place)];
        clauses.Add(string.Format(CultureInfo.InvariantCulture, clause, places));
        return this;
    }

    /// <summary>Adds a condition if there is a value for it.</summary>
    public Conditions AddIf(string clause, object? value) => value is null ? this : Add(clause, value);

    /// <summary>Adds a condition that a column is one of a list, if there is a list.</summary>
    public Conditions AddList(string column, IEnumerable<string>? values) => values is null ? this : AddList(column, SqlList.Of(values));

    /// <summary>Adds a condition that a column is one of a list, if there is a list.</summary>
    public Conditions AddList(string column, IEnumerable<long>? values) => values is null ? this : AddList(column, SqlList.Of(values));

    /// <summary>Adds a condition that a column is one of a list.</summary>
    public Conditions AddList(string column, SqlList values)
    {
        clauses.Add(IsOneOf(column, values));
        return this;
    }

    /// <summary>Returns the condition that a column is one of a list, to use within another condition.</summary>
    public string IsOneOf(string column, SqlList values) => $"{column} IN (SELECT value FROM json_each({Place(values)}))";

    /// <summary>Adds a value that does not belong to a condition, such as a limit.</summary>
    public string Place(object? value)
    {
        arguments.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@{arguments.Count}");
    }
}
