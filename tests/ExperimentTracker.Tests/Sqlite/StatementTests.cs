using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Tests.Sqlite;

/// <summary>The cache of prepared statements: a statement can be used again while its rows are being read, and is finalised when there are too many.</summary>
public sealed class StatementTests : IDisposable
{
    private const string Numbers = "SELECT value FROM generated WHERE value > @1 ORDER BY value";

    // SQLITE_DBSTATUS_STMT_USED
    private const int StatementMemory = 3;

    private readonly SqliteStoreConnection connection = Connections.OpenInMemory();

    public StatementTests() => connection.Script("CREATE TABLE generated (value INTEGER); INSERT INTO generated VALUES (1), (2), (3)");

    public void Dispose() => connection.Dispose();

    [Fact]
    public void The_same_query_within_its_own_rows_leaves_the_outer_one_as_it_was()
    {
        List<(long Outer, string Inner)> rows = connection.Query(Numbers, row =>
        {
            long outer = row.GetInt64(0);
            string inner = string.Join(' ', connection.Query(Numbers, r => r.GetInt64(0), outer));
            return (row.GetInt64(0), inner);
        }, 0);
        Assert.Equal([(1L, "2 3"), (2L, "3"), (3L, "")], rows);
    }

    [Fact]
    public void A_prepared_statement_within_its_own_rows_leaves_the_outer_one_as_it_was()
    {
        const string sql = "SELECT value FROM generated WHERE value > ? ORDER BY value";
        var seen = new List<string>();
        connection.Prepare(sql).Bind(0L).ForEach(row =>
        {
            long outer = row.GetInt64(0);
            connection.Prepare(sql).Bind(outer).ForEach(r =>
            {
                long middle = r.GetInt64(0);
                connection.Prepare(sql).Bind(middle).ForEach(inner => seen.Add($"{row.GetInt64(0)}{r.GetInt64(0)}{inner.GetInt64(0)}"));
            });
            seen.Add($"{row.GetInt64(0)}");
        });
        Assert.Equal(["123", "1", "2", "3"], seen);
    }

    [Fact]
    public void A_statement_whose_reader_failed_starts_again()
    {
        Assert.Throws<NotSupportedException>(() => connection.Query<int>(Numbers, _ => throw new NotSupportedException(), 0));
        Assert.Equal([2, 3], connection.Query(Numbers, r => r.GetInt64(0), 1));
    }

    [Fact]
    public void Many_other_queries_within_its_rows_do_not_finalise_a_statement()
    {
        int texts = 0;
        List<long> rows = connection.Query(Numbers, row =>
        {
            for (int i = 0; i < 500; i++) Assert.Equal(texts, connection.Number($"SELECT {texts++}"));
            return row.GetInt64(0);
        }, 0);
        Assert.Equal([1, 2, 3], rows);
        Assert.Equal([3], connection.Query(Numbers, r => r.GetInt64(0), 2));
    }

    [Fact]
    public void Prepared_statements_use_no_more_memory_than_200_of_them()
    {
        int most = 0;
        for (int i = 1000; i < 3000; i++)
        {
            Assert.Equal(i, connection.Number($"SELECT {i}"));
            raw.sqlite3_db_status(connection.Handle, StatementMemory, out int used, out _, 0);
            if (i < 1200) most = used;
            else Assert.InRange(used, 1, most);
        }
    }

    [Fact]
    public void Bound_values_are_read_back_unchanged()
    {
        (object? Value, Func<Statement, object?> Read)[] values =
        [
            (long.MinValue, r => r.GetInt64(0)), (0.1, r => r.GetDouble(0)), (double.NaN, r => r.GetDoubleOrNaN(0)), (double.NegativeInfinity, r => r.GetDouble(0)),
            ("", r => r.GetString(0)), ("ä€😀", r => r.GetStringOrNull(0)), (null, r => r.GetStringOrNull(0)), (null, r => r.GetInt64OrNull(0)), (null, r => r.GetDoubleOrNull(0)),
            (true, r => r.GetBoolean(0)), (null, r => r.GetBooleanOrNull(0)), (42, r => (object)r.GetInt32(0)),
        ];
        foreach ((object? value, Func<Statement, object?> read) in values) Assert.Equal(value, connection.Query("SELECT @1", read, value).Single());
        byte[] bytes = [0, 1, 255];
        Assert.Equal(bytes, connection.Query("SELECT @1", r => r.GetBytes(0).ToArray(), bytes).Single());
    }

    [Theory]
    [InlineData("SELECT NULL AS number", "number is missing")]
    [InlineData("SELECT 'one' AS number", "number is not an integer")]
    [InlineData("SELECT x'00' AS number", "number is not an integer")]
    public void A_value_that_its_column_cannot_hold_is_damage(string sql, string fragment)
    {
        var error = Assert.Throws<DamagedRowException>(() => connection.Query(sql, r => r.GetInt64(0)));
        Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
    }
}
