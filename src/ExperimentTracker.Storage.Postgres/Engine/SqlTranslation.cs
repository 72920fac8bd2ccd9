using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>
/// A statement in the form of PostgreSQL. The common statements are written for SQLite; these differences are translated, once for each text: parameters, lists
/// as parameters, the functions of JSON and of texts, infinity, and joins whose order SQLite needs to be told.
/// </summary>
internal sealed partial class SqlTranslation
{
    private static readonly ConcurrentDictionary<string, SqlTranslation> Known = new(StringComparer.Ordinal);

    private SqlTranslation(string sql)
    {
        var numbers = new List<int>();
        string text = CrossJoin().Replace(sql, "JOIN $1 ON");
        text = GroupArray().Replace(text, "coalesce(json_agg($1), '[]')::text");
        text = Temporary().Replace(LastCharacters().Replace(text, "right($1, $2)"), "pg_temp.$1")
            .Replace("9e999", "'Infinity'::float8", StringComparison.Ordinal);
        text = Numbered(text, numbers);
        Text = ListRows().Replace(InList().Replace(text, "= ANY($1)"), "unnest($1) AS $2(value)");
        Numbers = numbers;
    }

    /// <summary>The statement.</summary>
    public string Text { get; }

    /// <summary>The number in the common statement, from 1, of each parameter.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>Translates a statement.</summary>
    public static SqlTranslation Of(string sql) => Known.GetOrAdd(sql, text => new SqlTranslation(text));

    // Parameters are ?, ?1 or @1. PostgreSQL's are numbered without gaps, because it must know the type of each.
    private static string Numbered(string sql, List<int> numbers)
    {
        var text = new StringBuilder(sql.Length);
        bool quoted = false;
        int previous = 0;
        for (int i = 0; i < sql.Length; i++)
        {
            char c = sql[i];
            quoted ^= c == '\'';
            if (quoted || c is not ('?' or '@'))
            {
                text.Append(c);
                continue;
            }

            int end = i + 1;
            while (end < sql.Length && char.IsAsciiDigit(sql[end])) end++;
            int number = end > i + 1 ? int.Parse(sql.AsSpan(i + 1, end - i - 1), CultureInfo.InvariantCulture) : previous + 1;
            previous = number;
            int place = numbers.IndexOf(number);
            if (place < 0)
            {
                place = numbers.Count;
                numbers.Add(number);
            }

            text.Append(CultureInfo.InvariantCulture, $"${place + 1}");
            i = end - 1;
        }

        return text.ToString();
    }

    [GeneratedRegex(@"CROSS JOIN (\w+ \w+) ON")]
    private static partial Regex CrossJoin();

    [GeneratedRegex(@"json_group_array\((\w+)\)")]
    private static partial Regex GroupArray();

    [GeneratedRegex(@"substr\((\w+\.\w+), -(\d+)\)")]
    private static partial Regex LastCharacters();

    [GeneratedRegex(@"\btemp\.(\w+)")]
    private static partial Regex Temporary();

    [GeneratedRegex(@"IN \(SELECT value FROM json_each\((\$\d+)\)\)")]
    private static partial Regex InList();

    [GeneratedRegex(@"json_each\((\$\d+)\) AS (\w+)")]
    private static partial Regex ListRows();
}
