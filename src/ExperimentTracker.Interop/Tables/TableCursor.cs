using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Tables;

/// <summary>
/// The rows of a table that belong to runs. An export writes the rows of a run together and all tables in the order of the runs, so the rows of each run are read when it
/// is its turn.
/// </summary>
internal sealed class TableCursor : IDisposable
{
    private readonly ITableReader? reader;
    private readonly TransferLosses losses;
    private bool isAtRow;

    /// <param name="path">The file; it can be missing.</param>
    /// <param name="losses">Receives damage.</param>
    public TableCursor(string path, TransferLosses losses)
    {
        this.losses = losses;
        if (!File.Exists(path)) return;
        try
        {
            reader = Path.GetExtension(path) == ".csv" ? new CsvTableReader(path) : new ParquetTableReader(path);
        }
        catch (ByteFormatException e)
        {
            losses.Add("damaged file", e.Message, Path.GetFileName(path));
        }

        Advance();
    }

    /// <summary>The unit in which times are kept, in units of 100 ns.</summary>
    public long TimeUnit => reader?.TimeUnit ?? 1;

    /// <summary>All rows from here on.</summary>
    public IEnumerable<ITableReader> All()
    {
        for (; isAtRow; Advance()) yield return reader!;
    }

    /// <summary>The rows of a run, if it is its turn.</summary>
    public IEnumerable<ITableReader> Of(string run)
    {
        for (; isAtRow && reader!.Text("run_id") == run; Advance()) yield return reader;
    }

    /// <summary>Reports rows that belong to no run.</summary>
    /// <param name="kind">What a row is.</param>
    public void ReportRest(string kind)
    {
        if (!isAtRow) return;
        string first = reader!.Place;
        long count = 0;
        for (; isAtRow; Advance()) count++;
        losses.Add(kind, "its run is not in the tables, or the rows have another order than the runs", first, count);
    }

    /// <inheritdoc/>
    public void Dispose() => reader?.Dispose();

    private void Advance()
    {
        try
        {
            isAtRow = reader is not null && reader.Next();
            if (isAtRow) reader!.Text("run_id");
        }
        catch (ByteFormatException e)
        {
            isAtRow = false;
            losses.Add("damaged file", $"{e.Message}; the rows before were read", reader!.Place);
        }
    }
}
