using System.Management.Automation.Language;

namespace ExperimentTracker.Filters;

/// <summary>
/// Translates the block of <c>-Filter</c>, using PowerShell's own syntax tree, into a filter that an engine can narrow with. What it does not understand
/// becomes <see cref="Opaque"/>: the block itself decides on each run.
/// </summary>
internal sealed class FilterReader(FilterConstants constants)
{
    /// <summary>Translates the block of a filter.</summary>
    public static RunFilter Read(ScriptBlockAst block, FilterConstants constants) =>
        FilterSyntax.ExpressionOf(block) is { } expression ? new FilterReader(constants).Read(expression) : new Opaque(block.Extent.Text);

    private RunFilter Read(ExpressionAst ast) => ast switch
    {
        ParenExpressionAst paren when FilterSyntax.ExpressionOf(paren.Pipeline) is { } inner => Read(inner),
        UnaryExpressionAst { TokenKind: TokenKind.Not or TokenKind.Exclaim } not => new NoneOf(Read(not.Child)),
        BinaryExpressionAst { Operator: TokenKind.And } and => new AllOf([Read(and.Left), Read(and.Right)]),
        BinaryExpressionAst { Operator: TokenKind.Or } or => new AnyOf([Read(or.Left), Read(or.Right)]),
        BinaryExpressionAst binary => Compare(binary),
        _ => new Opaque(ast.Extent.Text),
    };

    private RunFilter Compare(BinaryExpressionAst ast)
    {
        RunFilter unknown = new Opaque(ast.Extent.Text);
        RunProperty? left = FilterSyntax.PropertyOf(ast.Left);
        RunProperty? right = left is null ? FilterSyntax.PropertyOf(ast.Right) : null;
        if ((left ?? right) is not { } property || !constants.TryEvaluate(left is null ? ast.Left : ast.Right, out object? value)) return unknown;

        // With a string on the left, the duration on the right is converted to a string.
        if (left is null && FilterConstants.IsDateOrDuration(property) && value is not (DateTime or DateTimeOffset or TimeSpan)) return unknown;
        return ast.Operator switch
        {
            TokenKind.Ieq or TokenKind.Ceq => One(property, FilterOperator.Equal, value, ast, unknown),
            TokenKind.Ine when One(property, FilterOperator.Equal, value, ast, unknown) is PropertyComparison equal => new NoneOf(equal),
            TokenKind.Ilt or TokenKind.Clt => One(property, left is null ? FilterOperator.Greater : FilterOperator.Less, value, ast, unknown),
            TokenKind.Ile or TokenKind.Cle => One(property, left is null ? FilterOperator.GreaterOrEqual : FilterOperator.LessOrEqual, value, ast, unknown),
            TokenKind.Igt or TokenKind.Cgt => One(property, left is null ? FilterOperator.Less : FilterOperator.Greater, value, ast, unknown),
            TokenKind.Ige or TokenKind.Cge => One(property, left is null ? FilterOperator.LessOrEqual : FilterOperator.GreaterOrEqual, value, ast, unknown),
            TokenKind.Iin when left is not null => Any(property, value, ast, unknown),
            TokenKind.Icontains when right is not null => Any(property, value, ast, unknown),
            TokenKind.Inotin when left is not null => new NoneOf(Any(property, value, ast, unknown)),
            TokenKind.Inotcontains when right is not null => new NoneOf(Any(property, value, ast, unknown)),
            _ => unknown,
        };
    }

    private static RunFilter Any(RunProperty property, object? value, BinaryExpressionAst ast, RunFilter unknown) => new AnyOf(
        [.. (value is object?[] list ? list : [value]).Select(item => One(property, FilterOperator.Equal, item, ast, unknown))]);

    // -ceq is true for fewer runs than -eq, so it must not be treated as equal to it under a negation.
    private static RunFilter One(RunProperty property, FilterOperator comparison, object? value, BinaryExpressionAst ast, RunFilter unknown)
    {
        if (FilterConstants.ToDomain(property, value) is not { } known) return unknown;
        var compared = new PropertyComparison(property, comparison, known, ast.Extent.Text);
        return ast.Operator == TokenKind.Ceq ? new AllOf([compared, new Opaque(ast.Extent.Text)]) : compared;
    }
}
