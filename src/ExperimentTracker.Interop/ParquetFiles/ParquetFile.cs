using ExperimentTracker.Interop.Reading;
using Parquet;
using Parquet.Schema;

namespace ExperimentTracker.Interop.ParquetFiles;

/// <summary>
/// A Parquet file, read one group of rows at a time. The file can come from anybody, and the library has errors of many types for damage: all are a
/// <see cref="ByteFormatException"/> here.
/// </summary>
internal sealed class ParquetFile : IDisposable
{
    private const string Mark = "PAR1";

    // The metadata at the end of a file has about a hundred bytes for each column of each group.
    private const int LargestFooter = 16 << 20;
    private const int TailLength = 8;

    private readonly FileStream stream;
    private readonly ParquetReader reader;
    private readonly DataField[] fields;

    private ParquetFile(FileStream stream, ParquetReader reader) => (this.stream, this.reader, fields) = (stream, reader, reader.Schema.DataFields);

    /// <summary>The columns.</summary>
    public IReadOnlyList<DataField> Fields => fields;

    /// <summary>Whether a file is one of Parquet that has these columns.</summary>
    public static bool Has(string path, params string[] columns)
    {
        if (!ForeignFiles.Head(path, Mark.Length).AsSpan().SequenceEqual("PAR1"u8)) return false;
        try
        {
            using ParquetFile file = Open(path);
            return columns.All(file.HasColumn);
        }
        catch (ByteFormatException)
        {
            return false;
        }
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ByteFormatException">It is damaged, or not a Parquet file.</exception>
    /// <exception cref="TrackerException"><c>ImportNotReadable</c>: it cannot be opened.</exception>
    public static ParquetFile Open(string path)
    {
        FileStream stream = ForeignFiles.Open(path);
        try
        {
            CheckFooter(stream);
            return Guarded(() => new ParquetFile(stream, ParquetReader.CreateAsync(stream, new ParquetOptions(), leaveStreamOpen: true).GetAwaiter().GetResult()));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a column.</summary>
    /// <param name="path">The names of the column and of the groups that it is in, with <c>/</c> between them.</param>
    public bool HasColumn(string path) => Find(path) is not null;

    /// <summary>The groups of rows, in order.</summary>
    /// <exception cref="ByteFormatException">A group is damaged.</exception>
    public IEnumerable<ParquetRows> Groups()
    {
        int count = Guarded(() => reader.RowGroupCount);
        for (int i = 0; i < count; i++)
        {
            int index = i;
            using ParquetRowGroupReader group = Guarded(() => reader.OpenRowGroupReader(index));
            yield return new ParquetRows(group, Find);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        stream.Dispose();
    }

    /// <summary>Runs a part of the library, whose errors about a damaged file become one type.</summary>
    internal static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (ByteFormatException or OperationCanceledException))
        {
            throw new ByteFormatException($"it is not valid Parquet ({e.GetType().Name})");
        }
    }

    // The length of the metadata and the mark are the last eight bytes. The library takes any length.
    private static void CheckFooter(FileStream stream)
    {
        byte[] tail = new byte[TailLength];
        if (stream.Length < Mark.Length + TailLength) throw new ByteFormatException("it is too short for a Parquet file");
        stream.Seek(-TailLength, SeekOrigin.End);
        stream.ReadExactly(tail);
        int length = BitConverter.ToInt32(tail);
        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8)) throw new ByteFormatException("its end is missing");
        if (length <= 0 || length > LargestFooter || length > stream.Length - TailLength) throw new ByteFormatException("the length of its metadata is not valid");
        stream.Seek(0, SeekOrigin.Begin);
    }

    // Names of groups that only lists have are left out: a list is stored as name/list/element, or name/bag/array.
    private DataField? Find(string path) => fields.FirstOrDefault(f =>
    {
        string[] parts = [.. f.Path.ToList()];
        return string.Join('/', parts) == path || (parts.Length > 2 && f.MaxRepetitionLevel > 0 && string.Join('/', parts[..^2]) == path);
    });
}
