namespace ExperimentTracker.Interop.Tables;

/// <summary>Writes one table to a file.</summary>
internal interface ITableWriter : IDisposable
{
    /// <summary>Writes the collected rows of the table.</summary>
    void WriteRows();

    /// <summary>Writes what follows the last row. A file without it is not complete.</summary>
    void Finish();
}
