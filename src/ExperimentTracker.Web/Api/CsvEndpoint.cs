using System.Text;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/runs.csv</c>: all runs of a query, as they are read.</summary>
internal static class CsvEndpoint
{
    private const int RowsPerWrite = 200;

    private static readonly (string Name, Func<Run, object?> Value)[] Fixed =
    [
        ("Id", r => r.Id), ("Path", r => r.Path), ("Name", r => r.Name), ("Experiment", r => r.Experiment), ("Project", r => r.Project), ("Status", r => r.Status.ToString()),
        ("Created", r => r.CreatedAtUtc), ("Started", r => r.StartedAtUtc), ("Ended", r => r.EndedAtUtc), ("DurationSeconds", r => r.Duration?.TotalSeconds), ("User", r => r.Origin.User),
        ("Description", r => r.Description),
    ];

    public static async Task<HttpReply> GetAsync(ApiContext context)
    {
        IReadOnlyList<string> chosen = context.Request.List("columns");

        // Parsed before the answer begins, so that a mistake in the query is an error.
        RunListRequest.Parse(context.Request, context.Store, context.Services.Filters, context.Cancellation).Dispose();
        (string Name, Func<Run, object?> Value)[] columns = [.. Fixed, .. chosen.Count == 0 || chosen.Contains("all") ? await AllAsync(context).ConfigureAwait(false) : chosen.Select(ColumnOf).OfType<(string, Func<Run, object?>)>()];
        return new HttpReply { Write = writer => WriteAsync(context, writer, columns) }
            .With("Content-Type", "text/csv; charset=utf-8").With("Content-Disposition", "attachment; filename=\"runs.csv\"");
    }

    private static async Task WriteAsync(ApiContext context, ReplyWriter writer, (string Name, Func<Run, object?> Value)[] columns)
    {
        using RunListRequest request = RunListRequest.Parse(context.Request, context.Store, context.Services.Filters, context.Cancellation);
        var text = new StringBuilder().AppendJoin(',', columns.Select(column => Quoted(column.Name))).Append("\r\n");
        foreach (Run[] rows in request.All(RunParts.All, context.Cancellation).Chunk(RowsPerWrite))
        {
            foreach (Run run in rows) text.AppendJoin(',', columns.Select(column => Cell(column.Value(run)))).Append("\r\n");
            await writer.WriteAsync(Encoding.UTF8.GetBytes(text.ToString())).ConfigureAwait(false);
            text.Clear();
        }

        if (text.Length > 0) await writer.WriteAsync(Encoding.UTF8.GetBytes(text.ToString())).ConfigureAwait(false);
    }

    // The names that any of the runs has.
    private static Task<List<(string Name, Func<Run, object?> Value)>> AllAsync(ApiContext context) => Task.Run(
        () =>
        {
            using RunListRequest request = RunListRequest.Parse(context.Request, context.Store, context.Services.Filters, context.Cancellation);
            var names = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (Run run in request.All(RunParts.All, context.Cancellation))
            {
                names.UnionWith(FlatValues.Of(run.Parameters).Select(p => "p:" + p.Key));
                names.UnionWith(run.MetricStatistics.Pairs.Select(m => "m:" + m.Key));
                names.UnionWith(run.Tags.Pairs.Select(t => "t:" + t.Key));
            }

            return names.OrderBy(name => "ptm".IndexOf(name[0], StringComparison.Ordinal)).Select(ColumnOf).OfType<(string, Func<Run, object?>)>().ToList();
        },
        context.Cancellation);

    private static (string Name, Func<Run, object?> Value)? ColumnOf(string column)
    {
        string name = column.Length > 2 ? column[2..] : "";
        return column.Length < 3 ? null : column[..2] switch
        {
            "p:" => ($"Parameters.{name}", run => run.Parameters[name]),
            "m:" => ($"Metrics.{name}", run => run.Metrics[name]),
            "t:" => ($"Tags.{name}", run => run.Tags.TryGetValue(name, out object? value) ? value ?? true : null),
            _ => null,
        };
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        long or double => ValueText.Format(value),
        _ => Quoted(ValueText.Format(value)),
    };

    // A spreadsheet would calculate what begins like a formula.
    private static string Quoted(string text)
    {
        if (text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
