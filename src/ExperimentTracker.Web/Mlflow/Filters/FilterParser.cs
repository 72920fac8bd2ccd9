using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Filters;

/// <summary>Parses filters, which are comparisons joined by AND, and orders.</summary>
internal sealed class FilterParser
{
    private readonly FilterGrammar grammar;
    private readonly List<FilterToken> tokens;
    private int at;

    private FilterParser(FilterGrammar grammar, string text) => (this.grammar, tokens) = (grammar, FilterLexer.Read(text));

    private FilterToken Current => tokens[at];

    /// <summary>Parses a filter; an empty one has no conditions.</summary>
    /// <exception cref="MlflowProblem">The text is not a filter of these records.</exception>
    public static IReadOnlyList<FilterCondition> Parse(FilterGrammar grammar, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        var parser = new FilterParser(grammar, text);
        var conditions = new List<FilterCondition> { parser.Condition() };
        while (parser.Current.Kind != FilterTokenKind.End)
        {
            parser.Expect(parser.Current.Is("AND"), "AND");
            conditions.Add(parser.Condition());
        }

        return conditions;
    }

    /// <summary>Parses one part of an order: a name, and ASC or DESC.</summary>
    /// <exception cref="MlflowProblem">The text is not an order of these records.</exception>
    public static FilterOrder ParseOrder(FilterGrammar grammar, string text)
    {
        var parser = new FilterParser(grammar, text);
        FilterToken name = parser.Current;
        parser.Expect(name.Kind is FilterTokenKind.Word or FilterTokenKind.Text, "a name");
        bool isDescending = parser.Current.Is("DESC");
        if (isDescending || parser.Current.Is("ASC")) parser.at++;
        if (parser.Current.Kind != FilterTokenKind.End) throw MlflowProblem.Invalid($"Invalid order_by clause '{text}'. Write a name, and ASC or DESC.");
        (FilterEntity entity, string key, bool isNumber) = grammar.Resolve(name.Text);
        return entity == FilterEntity.Dataset ? throw MlflowProblem.Invalid($"Invalid order_by clause '{text}'. Results cannot be ordered by datasets.") : new(entity, key, isNumber, isDescending);
    }

    private FilterCondition Condition()
    {
        FilterToken name = Current;
        Expect(name.Kind == FilterTokenKind.Word, "a name such as metrics.loss");
        (FilterEntity entity, string key, bool isNumber) = grammar.Resolve(name.Text);
        string comparator = Operator();
        bool isKnown = comparator is "=" or "!=" || (isNumber
            ? comparator is "<" or "<=" or ">" or ">="
            : comparator is "LIKE" or "ILIKE" || (comparator is "IN" or "NOT IN" && entity is FilterEntity.Attribute or FilterEntity.Dataset)
                || (comparator is "IS NULL" or "IS NOT NULL" && entity is FilterEntity.Tag or FilterEntity.Parameter));
        if (!isKnown) throw MlflowProblem.Invalid($"Invalid comparator '{comparator}' for '{name.Text}'. Use {(isNumber ? "=, !=, <, <=, > or >=" : "=, !=, LIKE or ILIKE")}.");
        if (isNumber) return new(entity, key, comparator, true, Number(name.Text), []);
        return new(entity, key, comparator, false, 0, comparator is "IN" or "NOT IN" ? List() : comparator.StartsWith("IS", StringComparison.Ordinal) ? [] : [Text(name.Text)]);
    }

    private string Operator()
    {
        FilterToken token = tokens[at];
        if (token.Kind == FilterTokenKind.End) throw Incomplete("a comparison operator");
        at++;
        if (token.Is("NOT") && Current.Is("IN")) return Take("NOT IN");
        if (token.Is("IS") && Current.Is("NULL")) return Take("IS NULL");
        if (token.Is("IS") && Current.Is("NOT") && tokens[at + 1].Is("NULL"))
        {
            at++;
            return Take("IS NOT NULL");
        }

        return token.Text.ToUpperInvariant();

        string Take(string name)
        {
            at++;
            return name;
        }
    }

    private double Number(string name)
    {
        FilterToken token = Current;
        if (token.Kind != FilterTokenKind.Number || !double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            throw MlflowProblem.Invalid($"Expected numeric value type for '{name}'. Found {token.Text}");
        at++;
        return number;
    }

    private string Text(string name)
    {
        FilterToken token = Current;
        if (token.Kind != FilterTokenKind.Text) throw MlflowProblem.Invalid($"Expected a quoted string value for '{name}' (e.g. 'my-value'). Got value {token.Text}");
        at++;
        return token.Text;
    }

    private List<string> List()
    {
        Expect(Current.IsSign("("), "a list in brackets");
        var items = new List<string> { Text("the list") };
        while (Current.IsSign(","))
        {
            at++;
            if (Current.IsSign(")")) break;
            items.Add(Text("the list"));
        }

        Expect(Current.IsSign(")"), "a bracket that ends the list");
        return items;
    }

    private void Expect(bool isThere, string what)
    {
        if (!isThere) throw Incomplete(what);
        at++;
    }

    private MlflowProblem Incomplete(string expected) => MlflowProblem.Invalid(
        $"Invalid clause(s) in filter string: expected {expected}{(Current.Kind == FilterTokenKind.End ? " at the end" : $", found '{Current.Text}'")}. OR is not supported.");
}
