namespace ExperimentTracker.Web.Mlflow.Filters;

/// <summary>What a name in a filter refers to.</summary>
internal enum FilterEntity
{
    /// <summary>A property of the record itself.</summary>
    Attribute,

    /// <summary>The last value of a metric.</summary>
    Metric,

    /// <summary>A parameter.</summary>
    Parameter,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>A dataset that the run used.</summary>
    Dataset,
}

/// <summary>The record that a filter is evaluated on.</summary>
internal interface IFilterSubject
{
    /// <summary>Returns the values of a name as strings: one, or none if the record does not have it; of a dataset, one for each that was used.</summary>
    IEnumerable<string> Texts(FilterEntity entity, string key);

    /// <summary>Returns the value of a name as a number, or <see langword="null"/> if the record does not have it.</summary>
    double? Number(FilterEntity entity, string key);
}

/// <summary>One comparison of a filter. All must be true. A record that lacks what is compared matches nothing but <c>IS NULL</c>, as in SQL.</summary>
/// <param name="Entity">What is compared.</param>
/// <param name="Key">Its key.</param>
/// <param name="Operator">The operator, in upper case: <c>=</c>, <c>LIKE</c>, <c>NOT IN</c>, <c>IS NULL</c> …</param>
/// <param name="IsNumber">Whether numbers are compared.</param>
/// <param name="Number">The number to compare with.</param>
/// <param name="Texts">The string to compare with, or those of a list.</param>
internal sealed record FilterCondition(FilterEntity Entity, string Key, string Operator, bool IsNumber, double Number, IReadOnlyList<string> Texts)
{
    /// <summary>Whether the condition is true for a record.</summary>
    public bool Matches(IFilterSubject subject) => Operator switch
    {
        "IS NULL" => !IsPresent(subject),
        "IS NOT NULL" => IsPresent(subject),
        _ when IsNumber => subject.Number(Entity, Key) is { } number && Compare(number),
        _ => subject.Texts(Entity, Key).Any(Compare),
    };

    private bool IsPresent(IFilterSubject subject) => IsNumber ? subject.Number(Entity, Key) is not null : subject.Texts(Entity, Key).Any();

    private bool Compare(double number) => Operator switch
    {
        "=" => number == Number,
        "!=" => number != Number,
        "<" => number < Number,
        "<=" => number <= Number,
        ">" => number > Number,
        _ => number >= Number,
    };

    private bool Compare(string text) => Operator switch
    {
        "=" => text == Texts[0],
        "!=" => text != Texts[0],
        "LIKE" => LikePattern.Matches(text, Texts[0], ignoreCase: false),
        "ILIKE" => LikePattern.Matches(text, Texts[0], ignoreCase: true),
        "IN" => Texts.Contains(text),
        _ => !Texts.Contains(text),
    };
}
