using System.Globalization;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// The view <c>metric_points</c>: every point in plain SQL, in any SQLite client. It decodes chunks with what every SQLite has: bytes become
/// hexadecimal digits, digits an integer, and its bits (IEEE 754 binary64) a double. All products are exact.
/// </summary>
internal static class PointsView
{
    // Both parts begin with runs and metrics, so that a condition on run_id or key uses their indexes; a view in layers would decode every chunk of
    // the store first. LIMIT 1 prevents SQLite from expanding an expression at each of its uses: the chunk would be read again for each digit of each
    // number.
    public static string Sql { get; } = OnOneLine(string.Create(CultureInfo.InvariantCulture, $"""
        CREATE VIEW metric_points AS
        WITH RECURSIVE place (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM place WHERE i < {PointChunk.Capacity - 1})
        SELECT r.id AS run_id, m.key, nullif(m.label, '') AS label,
            c.first_step + i * c.step_stride + {OffsetAt("0", "c.step_width")} AS step,
            {Value($"c.value_first + i * c.value_stride + c.value_unit * {OffsetAt("c.count * (c.step_width + c.time_width)", "c.value_width")}")} AS value,
            {Timestamp($"c.first_at + i * c.time_stride + c.time_unit * {OffsetAt("c.count * c.step_width", "c.time_width")}")} AS timestamp,
            c.ordinal + i AS ordinal
        FROM runs r JOIN metrics m ON m.run_pk = r.pk JOIN metric_chunks c ON c.metric_pk = m.pk CROSS JOIN place ON i < c.count
        UNION ALL
        SELECT r.id, m.key, nullif(m.label, ''), t.step, t.value, {Timestamp("m.base_at + t.since")}, t.ordinal
        FROM runs r JOIN metrics m ON m.run_pk = r.pk JOIN metric_tail t ON t.metric_pk = m.pk;
        """));

    // The database contains this text.
    private static string OnOneLine(string sql) => string.Join(' ', sql.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    // The i-th unsigned number of up to eight bytes, as 64 bits, in a column that begins at this place in the chunk.
    private static string OffsetAt(string start, string width) => $"""
        CASE {width} WHEN 0 THEN 0 ELSE
        (SELECT {string.Join(" | ", Enumerable.Range(0, 16).Select(digit => $"((instr('0123456789ABCDEF', substr(h, {digit + 1}, 1)) - 1) << {(15 - digit) * 4})"))}
         FROM (SELECT substr('0000000000000000' || hex(substr(c.data, 1 + {start} + i * {width}, {width})), -16) AS h LIMIT 1) WHERE h <> '')
        END
        """;

    private static string Value(string number) => $"""
        (SELECT CASE c.value_form
                WHEN {(int)ValueForm.Binary64} THEN {FromBits(exponentBits: 11, fractionBits: 52)}
                WHEN {(int)ValueForm.Binary32} THEN {FromBits(exponentBits: 8, fractionBits: 23)}
                ELSE CAST(n AS REAL) / c.value_divisor
            END
         FROM (SELECT {number} AS n LIMIT 1) WHERE n IS NOT NULL)
        """;

    // NULL for NaN. The power of two is the product of one whose exponent is a multiple of 32 and one nearer to 0; both products are exact, also those of
    // subnormal numbers.
    private static string FromBits(int exponentBits, int fractionBits)
    {
        long highest = (1L << exponentBits) - 1;
        string power = $"(max(part.exponent, 1) - {(highest / 2) + fractionBits})";
        return $"""
            (SELECT CASE
                    WHEN exponent < {highest} THEN sign * (fraction + (exponent > 0) * {1L << fractionBits})
                        * {Power($"{power} / 32 * 32")} * {Power($"{power} % 32")}
                    WHEN fraction = 0 THEN sign * 9e999
                END
             FROM (SELECT CASE WHEN (n >> {exponentBits + fractionBits}) & 1 THEN -1.0 ELSE 1.0 END AS sign,
                          (n >> {fractionBits}) & {highest} AS exponent, n & {(1L << fractionBits) - 1} AS fraction) AS part)
            """;
    }

    private static string Power(string exponent) => $"(SELECT p.value FROM powers_of_two p WHERE p.exponent = {exponent})";

    private static string Timestamp(string ticks) => $"""
        (SELECT strftime('%Y-%m-%dT%H:%M:%S', at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', at % 10000000)
         FROM (SELECT {ticks} AS at LIMIT 1) WHERE at IS NOT NULL)
        """;
}
