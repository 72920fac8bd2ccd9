using System.Globalization;
using System.Text;
using ExperimentTracker.Interop.Tables;

namespace ExperimentTracker.Tests.Exporting;

public sealed class TableTests(Exports exports) : IClassFixture<Exports>
{
    [Fact]
    public void A_table_has_each_point_with_all_its_bits()
    {
        List<string?[]> rows = Read(Path.Combine(exports.Export("Csv"), "points.csv"));
        Assert.Equal("run_id key label step value measured_at", string.Join(" ", rows[0]));
        IEnumerable<string> stored = exports.Points().Select(p => $"{p.Run.Id}|{p.Series.Key}|{p.Series.Label}|{p.Step}|{BitConverter.DoubleToInt64Bits(p.Value):X}|{p.Utc.Ticks}");
        Assert.Equal(stored.Order(StringComparer.Ordinal), rows.Skip(1).Select(r =>
            $"{r[0]}|{r[1]}|{r[2]}|{r[3]}|{BitConverter.DoubleToInt64Bits(double.Parse(r[4]!, CultureInfo.InvariantCulture)):X}|{Ticks(r[5]!)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Texts_with_quotes_commas_and_lines_are_read_back()
    {
        string folder = exports.Export("Csv");
        string?[] tag = Assert.Single(Read(Path.Combine(folder, "tags.csv")), r => r[1] == "wo\"rds");
        Assert.Equal("a,b\r\nc", tag[2]);
        Assert.Equal("", Assert.Single(Read(Path.Combine(folder, "tags.csv")), r => r[1] == "empty")[2]);
        string?[] none = Assert.Single(Read(Path.Combine(folder, "parameters.csv")), r => r[1] == "nothing");
        Assert.Equal(("Null", null, null), (none[2], none[3], none[4]));
        Assert.Equal("{\"a\":1}", Assert.Single(Read(Path.Combine(folder, "parameters.csv")), r => r[1] == "map")[3]);
        Assert.Equal(exports.Runs.Count, Read(Path.Combine(folder, "runs.csv")).Count - 1);
        Assert.Contains(exports.Losses, l => (l.Kind, l.Count) == ("model", 1));
    }

    [Fact]
    public void No_cell_is_a_formula()
    {
        string folder = exports.Export("Csv");
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            Assert.DoesNotContain(Read(file).SelectMany(r => r), cell => cell is { Length: > 0 } && "=@\t\r".Contains(cell[0], StringComparison.Ordinal));
        }

        Assert.Contains(Read(Path.Combine(folder, "runs.csv")), r => r[5] == "'=1+1");
        Assert.Contains(Read(Path.Combine(folder, "parameters.csv")), r => (r[1], r[2], r[3], r[4]) == ("a_b", "Integer", "-5", "-5"));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("-x", "'-x")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("-1.5e-3", "-1.5e-3")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("- 1", "'- 1")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void A_text_that_a_spreadsheet_would_run_gets_an_apostrophe(string text, string cell) => Assert.Equal(cell, CsvTable.Harmless(text));

    private static long Ticks(string time) => DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).ToUniversalTime().Ticks;

    // RFC 4180, with an empty cell as null and a quoted empty one as an empty text.
    private static List<string?[]> Read(string path)
    {
        string text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        var rows = new List<string?[]>();
        var row = new List<string?>();
        for (int i = 0; i < text.Length;)
        {
            var cell = new StringBuilder();
            bool isQuoted = text[i] == '"';
            if (isQuoted)
            {
                for (i++; text[i] != '"' || text[i + 1] == '"'; i++)
                {
                    if (text[i] == '"') i++;
                    cell.Append(text[i]);
                }

                i++;
            }
            else
            {
                for (; text[i] is not (',' or '\r'); i++) cell.Append(text[i]);
            }

            row.Add(cell.Length == 0 && !isQuoted ? null : cell.ToString());
            if (text[i] == ',')
            {
                i++;
                continue;
            }

            Assert.Equal("\r\n", text.Substring(i, 2));
            i += 2;
            rows.Add([.. row]);
            row.Clear();
        }

        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        return rows;
    }
}
