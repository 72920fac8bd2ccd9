using System.Globalization;
using System.Management.Automation.Language;
using System.Text;

namespace ExperimentTracker.Filters;

/// <summary>
/// Writes the text of the block that decides on runs. It is the text of the filter, with these changes: a comparison by size with a value that the run
/// does not have is false, dates are compared and subtracted by their instants, values that were evaluated before are taken from there, statuses are known by
/// all their names, and <c>-contains</c> finds names of tags, parameters and metrics. On request, patterns of <c>-match</c> have a limit of time.
/// </summary>
internal sealed class FilterText
{
    private const string Helper = "[ExperimentTracker.Filters.FilterHelper]::";

    private readonly ScriptBlockAst root;
    private readonly FilterValues values;
    private readonly long id;
    private readonly bool limitPatterns;
    private readonly List<ExpressionAst> changed;

    private FilterText(ScriptBlockAst root, FilterValues values, long id, bool limitPatterns)
    {
        (this.root, this.values, this.id, this.limitPatterns) = (root, values, id, limitPatterns);
        changed = [.. root.FindAll(IsChanged, searchNestedScriptBlocks: false).Cast<ExpressionAst>().OrderBy(ast => ast.Extent.StartOffset)
            .ThenByDescending(ast => ast.Extent.EndOffset)];
    }

    /// <summary>Returns the text, or <see langword="null"/> if nothing in it changes.</summary>
    /// <param name="root">The block of the filter.</param>
    /// <param name="values">Its values that were evaluated.</param>
    /// <param name="id">The number under which <see cref="FilterHelper"/> has them.</param>
    /// <param name="limitPatterns">Whether a search for a pattern may only take a limited time.</param>
    public static string? Of(ScriptBlockAst root, FilterValues values, long id, bool limitPatterns)
    {
        var text = new FilterText(root, values, id, limitPatterns);
        if (text.changed.Count == 0) return null;
        (int from, int to) = (root.Extent.StartOffset, root.Extent.EndOffset);
        bool inBraces = root.Parent is not null && root.Extent.Text is ['{', .., '}'];
        return inBraces ? text.Of(from + 1, to - 1) : text.Of(from, to);
    }

    private bool IsChanged(Ast ast) => ast is ExpressionAst expression && (values.TryGet(expression, out _) || ast is BinaryExpressionAst binary &&
        (IsOrdering(binary.Operator) ? Reads(binary).Any() || IsAboutDates(binary)
            : binary.Operator == TokenKind.Minus ? IsAboutDates(binary)
            : IsMatch(binary.Operator) ? limitPatterns
            : IsEquality(binary.Operator) && (StatusSide(binary) is not null || IsSearch(binary) || IsAboutDates(binary))));

    private string Of(Ast ast) => Of(ast.Extent.StartOffset, ast.Extent.EndOffset);

    private string Of(int from, int to)
    {
        string source = root.Extent.Text;
        int offset = root.Extent.StartOffset;
        var text = new StringBuilder();
        foreach (ExpressionAst ast in changed)
        {
            if (ast.Extent.StartOffset < from || ast.Extent.EndOffset > to) continue;
            text.Append(source, from - offset, ast.Extent.StartOffset - from).Append(Replace(ast));
            from = ast.Extent.EndOffset;
        }

        return text.Append(source, from - offset, to - from).ToString();
    }

    private string Replace(ExpressionAst ast)
    {
        if (values.TryGet(ast, out _)) return string.Create(CultureInfo.InvariantCulture, $"({Helper}Value({id}, {IndexOf(ast)}))");
        var binary = (BinaryExpressionAst)ast;
        if (IsOrdering(binary.Operator))
        {
            string missing = string.Join(" -or ", Reads(binary).Select(read => $"$null -eq {Of(read)}"));
            return missing.Length == 0 ? $"({Compared(binary)})" : $"({missing} ? $false : ({Compared(binary)}))";
        }

        if (IsMatch(binary.Operator))
        {
            string isCaseSensitive = binary.Operator is TokenKind.Cmatch or TokenKind.Cnotmatch ? "$true" : "$false";
            return $"({Of(binary.Left)}{SignOf(binary)}{Helper}Pattern(({Of(binary.Right)}), {isCaseSensitive}))";
        }

        if (!IsSearch(binary)) return $"({Compared(binary)})";
        bool isReverse = binary.Operator is TokenKind.Iin or TokenKind.Inotin or TokenKind.Cin or TokenKind.Cnotin;
        (ExpressionAst names, ExpressionAst name) = isReverse ? (binary.Right, binary.Left) : (binary.Left, binary.Right);
        string not = binary.Operator is TokenKind.Inotin or TokenKind.Cnotin or TokenKind.Inotcontains or TokenKind.Cnotcontains ? "!" : "";
        return $"({not}{Helper}Has({Of(names)}, ({Of(name)})))";
    }

    private string Compared(BinaryExpressionAst binary)
    {
        ExpressionAst? status = IsOrdering(binary.Operator) ? null : StatusSide(binary);
        string sign = SignOf(binary);
        if (IsAboutDates(binary))
        {
            // PowerShell evaluates the right operand of -in first, so it is written as -contains.
            string onlyDates = binary.Operator == TokenKind.Minus ? "$true" : "$false";
            return ContainsFor(binary.Operator) is { } contains
                ? $"{Helper}Left(({Of(binary.Right)}), ({Of(binary.Left)}), $false) {contains} {Helper}Right()"
                : $"{Helper}Left(({Of(binary.Left)}), ({Of(binary.Right)}), {onlyDates}){sign}{Helper}Right()";
        }

        return $"{Side(binary.Left)}{sign}{Side(binary.Right)}";

        string Side(ExpressionAst side) => status is not null && side != status ? $"({Helper}Status(({Of(side)})))" : Of(side);
    }

    private string SignOf(BinaryExpressionAst binary) =>
        root.Extent.Text[(binary.Left.Extent.EndOffset - root.Extent.StartOffset)..(binary.Right.Extent.StartOffset - root.Extent.StartOffset)];

    private int IndexOf(ExpressionAst ast) => values.All.Select(value => value.Key).ToList().IndexOf(ast);

    // The operand that is the status of the run.
    private static ExpressionAst? StatusSide(BinaryExpressionAst binary) =>
        new[] { binary.Left, binary.Right }.FirstOrDefault(side => FilterSyntax.PropertyOf(side)?.Name == nameof(Run.Status));

    // Whether one side is, or is calculated from, a date of the run or a parameter that can be a date.
    private static bool IsAboutDates(BinaryExpressionAst binary) =>
        Reads(binary, always: true).Any(read => FilterSyntax.PropertyOf(read) is { } property && FilterConstants.IsDate(property))
        || (!IsConstant(binary.Left) && !IsConstant(binary.Right) && Reads(binary, always: true).Any(read => FilterSyntax.PropertyOf(read) is { Name: nameof(Run.Parameters) }));

    private static bool IsConstant(ExpressionAst? ast) => ast switch
    {
        ParenExpressionAst paren => IsConstant(FilterSyntax.ExpressionOf(paren.Pipeline)),
        ArrayLiteralAst list => list.Elements.All(IsConstant),
        _ => ast is ConstantExpressionAst,
    };

    private static string? ContainsFor(TokenKind kind) => kind switch
    {
        TokenKind.Iin => "-contains",
        TokenKind.Cin => "-ccontains",
        TokenKind.Inotin => "-notcontains",
        TokenKind.Cnotin => "-cnotcontains",
        _ => null,
    };

    // $_.Tags -contains 'nightly', 'nightly' -in $_.Tags
    private static bool IsSearch(BinaryExpressionAst binary) => binary.Operator switch
    {
        TokenKind.Icontains or TokenKind.Ccontains or TokenKind.Inotcontains or TokenKind.Cnotcontains => IsDictionary(binary.Left),
        TokenKind.Iin or TokenKind.Inotin or TokenKind.Cin or TokenKind.Cnotin => IsDictionary(binary.Right),
        _ => false,
    };

    private static bool IsDictionary(ExpressionAst ast) => FilterSyntax.PathOf(ast) is [var name] && RunProperty.Find(name) is { } known && RunProperty.IsKeyed(known);

    private static bool IsOrdering(TokenKind kind) => kind is TokenKind.Ilt or TokenKind.Ile or TokenKind.Igt or TokenKind.Ige
        or TokenKind.Clt or TokenKind.Cle or TokenKind.Cgt or TokenKind.Cge;

    private static bool IsMatch(TokenKind kind) => kind is TokenKind.Imatch or TokenKind.Inotmatch or TokenKind.Cmatch or TokenKind.Cnotmatch;

    private static bool IsEquality(TokenKind kind) => kind is TokenKind.Ieq or TokenKind.Ceq or TokenKind.Ine or TokenKind.Cne
        or TokenKind.Iin or TokenKind.Inotin or TokenKind.Cin or TokenKind.Cnotin
        or TokenKind.Icontains or TokenKind.Ccontains or TokenKind.Inotcontains or TokenKind.Cnotcontains;

    // The values of the run that a comparison by size is about, also within arithmetic, casts and arguments; those that every run has only on request.
    private static IEnumerable<ExpressionAst> Reads(BinaryExpressionAst binary, bool always = false) => Reads(binary.Left, always).Concat(Reads(binary.Right, always));

    private static IEnumerable<ExpressionAst> Reads(ExpressionAst? ast, bool always) => ast switch
    {
        ParenExpressionAst paren => Reads(FilterSyntax.ExpressionOf(paren.Pipeline), always),
        ConvertExpressionAst convert => Reads(convert.Child, always),
        UnaryExpressionAst { TokenKind: TokenKind.Minus or TokenKind.Plus } unary => Reads(unary.Child, always),
        BinaryExpressionAst { Operator: TokenKind.Plus or TokenKind.Minus or TokenKind.Multiply or TokenKind.Divide or TokenKind.Rem } sum => Reads(sum, always),
        InvokeMemberExpressionAst call => Reads(call.Expression, always).Concat((call.Arguments is { } arguments ? arguments.SelectMany(a => Reads(a, always)) : [])),
        not null when FilterSyntax.IsRead(ast) && (always || !IsAlwaysThere(ast)) => [ast],
        _ => [],
    };

    // A metric that the run lacks is NaN.
    private static bool IsAlwaysThere(ExpressionAst ast) => FilterSyntax.PropertyOf(ast) is { } property && (property.Name == nameof(Run.Metrics)
        || (property.Key is null && typeof(Run).GetProperty(property.Name)!.PropertyType is { IsValueType: true } type && Nullable.GetUnderlyingType(type) is null));
}
