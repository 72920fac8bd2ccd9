using System.Text;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Filters;

/// <summary>
/// Splits a filter into tokens. A name is a sequence of parts separated by points; a part with other characters is quoted: <c>metrics.`f1 score`</c>. A quote within a quoted text is
/// doubled.
/// </summary>
internal static class FilterLexer
{
    private static readonly string[] Signs = ["!=", "<=", ">=", "<>", "=", "<", ">", "(", ")", ","];

    /// <summary>Returns the tokens, with one that marks the end.</summary>
    /// <exception cref="MlflowProblem">The text has what no filter has.</exception>
    public static List<FilterToken> Read(string text)
    {
        var tokens = new List<FilterToken>();
        int at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at == text.Length) break;
            tokens.Add(Next(text, ref at));
        }

        tokens.Add(new(FilterTokenKind.End, ""));
        return tokens;
    }

    private static FilterToken Next(string text, ref int at)
    {
        foreach (string sign in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) != 0) continue;
            at += sign.Length;
            return new(FilterTokenKind.Sign, sign == "<>" ? "!=" : sign);
        }

        char c = text[at];
        if (c is '\'' or '"') return new(FilterTokenKind.Text, Quoted(text, ref at));
        if (char.IsAsciiDigit(c) || c is '-' or '+' or '.') return new(FilterTokenKind.Number, Number(text, ref at));
        if (c == '`' || IsNamePart(c)) return new(FilterTokenKind.Word, Name(text, ref at));
        throw MlflowProblem.Invalid($"Invalid clause(s) in filter string: '{c}' at position {at + 1} belongs to no comparison.");
    }

    private static string Name(string text, ref int at)
    {
        var name = new StringBuilder();
        while (at < text.Length)
        {
            if (text[at] is '`' or '"') name.Append(Quoted(text, ref at));
            else if (IsNamePart(text[at])) name.Append(text[at++]);
            else break;
        }

        return name.ToString();
    }

    private static string Quoted(string text, ref int at)
    {
        char quote = text[at++];
        var content = new StringBuilder();
        for (; at < text.Length; at++)
        {
            if (text[at] != quote) content.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == quote) content.Append(text[at++]);
            else
            {
                at++;
                return content.ToString();
            }
        }

        throw MlflowProblem.Invalid($"Invalid clause(s) in filter string: the quote {quote} has no end.");
    }

    private static string Number(string text, ref int at)
    {
        int start = at++;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.' || (text[at] is '-' or '+' && text[at - 1] is 'e' or 'E'))) at++;
        return text[start..at];
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '/' or '-' or ':' or '$';
}
