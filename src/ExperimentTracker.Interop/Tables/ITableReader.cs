namespace ExperimentTracker.Interop.Tables;

/// <summary>Reads the rows of a table that an export wrote, one after the other. A column that the file does not have has no values.</summary>
internal interface ITableReader : IDisposable
{
    /// <summary>The unit in which times are kept, in units of 100 ns.</summary>
    long TimeUnit { get; }

    /// <summary>Where the current row is, for a report of damage.</summary>
    string Place { get; }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="Reading.ByteFormatException">The file is damaged.</exception>
    bool Next();

    /// <summary>A text of the current row; <see langword="null"/> for none.</summary>
    string? Text(string column);

    /// <summary>An integer of the current row; <see langword="null"/> for none, and for what is no integer.</summary>
    long? Integer(string column);

    /// <summary>A number of the current row; <see langword="null"/> for none, and for what is no number.</summary>
    double? Real(string column);

    /// <summary>A time of the current row in UTC; <see langword="null"/> for none, and for what is no time.</summary>
    DateTime? Time(string column);
}
