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
    public static string Sql { get; } = string.Create(CultureInfo.InvariantCulture, $"""
        CREATE VIEW metric_points AS
        WITH RECURSIVE place (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM place WHERE i < {PointChunk.Capacity - 1})
        SELECT r.id AS run_id, m.key, nullif(m.label, '') AS label,
            c.first_step + CASE c.step_width WHEN 0 THEN i * c.step_stride ELSE {NumberAt("i * c.step_width", "c.step_width")} END AS step,
            {DoubleFromBits(NumberAt("c.count * (c.step_width + c.time_width) + i * 8", "8"))} AS value,
            {Timestamp($"c.first_at + {NumberAt("c.count * c.step_width + i * c.time_width", "c.time_width")}")} AS timestamp,
            c.ordinal + i AS ordinal
        FROM runs r JOIN metrics m ON m.run_pk = r.pk JOIN metric_chunks c ON c.metric_pk = m.pk CROSS JOIN place ON i < c.count
        UNION ALL
        SELECT r.id, m.key, nullif(m.label, ''), t.step, t.value, {Timestamp("m.base_at + t.since")}, t.ordinal
        FROM runs r JOIN metrics m ON m.run_pk = r.pk JOIN metric_tail t ON t.metric_pk = m.pk;
        """);

    // The unsigned number of up to eight bytes at an offset in the chunk, as 64 bits.
    private static string NumberAt(string start, string width) => $"""
        (SELECT {string.Join(" | ", Enumerable.Range(0, 16).Select(digit => $"((instr('0123456789ABCDEF', substr(h, {digit + 1}, 1)) - 1) << {(15 - digit) * 4})"))}
         FROM (SELECT substr('0000000000000000' || hex(substr(c.data, 1 + {start}, {width})), -16) AS h LIMIT 1) WHERE h <> '')
        """;

    private static string DoubleFromBits(string bits) => $"""
        (SELECT CASE
                WHEN exponent < 2047 THEN sign * (fraction + (exponent > 0) * 4503599627370496)
                    * (SELECT p.value FROM powers_of_two p WHERE p.exponent = max(part.exponent, 1) - 1075)
                WHEN fraction = 0 THEN sign * 9e999
            END
         FROM (SELECT CASE WHEN bits < 0 THEN -1.0 ELSE 1.0 END AS sign, (bits >> 52) & 2047 AS exponent, bits & 4503599627370495 AS fraction
               FROM (SELECT {bits} AS bits LIMIT 1) WHERE bits IS NOT NULL) AS part)
        """;

    private static string Timestamp(string ticks) => $"""
        (SELECT strftime('%Y-%m-%dT%H:%M:%S', at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', at % 10000000)
         FROM (SELECT {ticks} AS at LIMIT 1) WHERE at IS NOT NULL)
        """;
}
