namespace ExperimentTracker.Storage.Engine;

/// <summary>The parts of SQL that engines write differently. Everything else in the tables' statements is common to the engines.</summary>
internal abstract class SqlDialect
{
    /// <summary>The end of a query that locks the rows of a table until the end of the transaction, so that no other writer changes them; nothing where a writer is alone.</summary>
    /// <param name="alias">The alias of the table.</param>
    public virtual string Locking(string alias) => "";

    /// <summary>A condition that two texts are equal without regard to the case of ASCII letters, in a form for which there is an index.</summary>
    /// <param name="expression">The column.</param>
    /// <param name="value">The placeholder of the other text.</param>
    public abstract string EqualsIgnoringCase(string expression, string value);

    /// <summary>A condition that a text has a character that is not printable ASCII.</summary>
    public abstract string HasOtherThanAscii(string expression);

    /// <summary>The number in the value of a parameter whose type is a number.</summary>
    /// <param name="alias">The alias of the table with a dot, or nothing.</param>
    public abstract string ParameterNumber(string alias);

    /// <summary>The same, in a form for which there is an index.</summary>
    public abstract string IndexedParameterNumber { get; }
}
