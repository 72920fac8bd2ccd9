using System.Globalization;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// The view <c>metric_points</c>: every point in plain SQL, in any SQLite client. It takes chunks apart with what every SQLite has:
/// bytes become hexadecimal digits, digits a whole number, and its bits (IEEE 754 binary64) a double. All products are exact.
/// </summary>
internal static class PointsView
{
    public static string Sql { get; } = string.Create(CultureInfo.InvariantCulture, $"""
        CREATE VIEW metric_points AS
        WITH RECURSIVE
        place (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM place WHERE i < {PointChunk.Capacity - 1}),
        field AS (
            SELECT c.metric_pk, c.ordinal + i AS ordinal, c.first_step, c.step_width, i * c.step_stride AS regular, c.first_at,
                {HexAt("1 + i * c.step_width", "c.step_width")} AS step_hex,
                {HexAt("1 + c.count * c.step_width + i * c.time_width", "c.time_width")} AS time_hex,
                {HexAt("1 + c.count * (c.step_width + c.time_width) + i * 8", "8")} AS value_hex
            FROM metric_chunks c JOIN place ON i < c.count),
        number AS (
            SELECT metric_pk, ordinal,
                first_step + CASE step_width WHEN 0 THEN regular ELSE {NumberOf("step_hex")} END AS step,
                first_at + {NumberOf("time_hex")} AS at,
                {NumberOf("value_hex")} AS bits
            FROM field),
        part AS (
            SELECT metric_pk, ordinal, step, at,
                CASE WHEN bits < 0 THEN -1.0 ELSE 1.0 END AS sign, (bits >> 52) & 2047 AS exponent, bits & 4503599627370495 AS fraction
            FROM number),
        point AS (
            SELECT metric_pk, step, ordinal, at,
                CASE
                    WHEN part.exponent < 2047 THEN sign * (fraction + (part.exponent > 0) * 4503599627370496) * p.value
                    WHEN fraction = 0 THEN sign * 9e999
                END AS value
            FROM part LEFT JOIN powers_of_two p ON p.exponent = max(part.exponent, 1) - 1075
            UNION ALL
            SELECT t.metric_pk, t.step, t.ordinal, m.base_at + t.since, t.value
            FROM metric_tail t JOIN metrics m ON m.pk = t.metric_pk)
        SELECT r.id AS run_id, m.key, nullif(m.label, '') AS label, point.step, point.value,
            strftime('%Y-%m-%dT%H:%M:%S', at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', at % 10000000) AS timestamp,
            point.ordinal
        FROM point JOIN metrics m ON m.pk = point.metric_pk JOIN runs r ON r.pk = m.run_pk;
        """);

    private static string HexAt(string start, string width) =>
        $"substr('0000000000000000' || hex(substr(c.data, {start}, {width})), -16)";

    private static string NumberOf(string hex) => "(" + string.Join(" | ", Enumerable.Range(0, 16).Select(digit =>
        $"((instr('0123456789ABCDEF', substr({hex}, {digit + 1}, 1)) - 1) << {(15 - digit) * 4})")) + ")";
}
