namespace ExperimentTracker.Web.Mlflow.Filters;

/// <summary>The kinds of tokens.</summary>
internal enum FilterTokenKind
{
    /// <summary>A name, or a keyword.</summary>
    Word,

    /// <summary>A quoted string.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A comparison operator, a bracket or a comma.</summary>
    Sign,

    /// <summary>The end of the filter.</summary>
    End,
}

/// <summary>A token of a filter.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">Its text, without quotes.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text)
{
    /// <summary>Whether it is a keyword, ignoring case.</summary>
    public bool Is(string keyword) => Kind == FilterTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a sign.</summary>
    public bool IsSign(string sign) => Kind == FilterTokenKind.Sign && Text == sign;
}
