using ExperimentTracker.Interop.Reading;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace ExperimentTracker.Interop.ParquetFiles;

/// <summary>A group of rows of a Parquet file. A column that is missing has no values; one of another type is damage.</summary>
internal sealed class ParquetRows
{
    // Writers make groups of up to a million rows.
    private const int MostRows = 4 << 20;
    private const int MostValues = 64 << 20;

    private readonly ParquetRowGroupReader group;
    private readonly Func<string, DataField?> find;

    public ParquetRows(ParquetRowGroupReader group, Func<string, DataField?> find)
    {
        (this.group, this.find) = (group, find);
        if (group.RowCount is < 0 or > MostRows) throw new ByteFormatException($"a group of it has more than {MostRows} rows");
        Count = (int)group.RowCount;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>Whether a column has texts, for which the library has a type of its own when it reads them.</summary>
    public static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    /// <summary>A column of texts.</summary>
    public string?[] Texts(string path)
    {
        var values = new string?[Count];
        if (find(path) is not { } field) return values;
        if (!IsText(field)) throw Mistyped(path);
        return ParquetFile.Guarded(() =>
        {
            group.ReadAsync(field, values.AsMemory()!).AsTask().GetAwaiter().GetResult();
            return values;
        });
    }

    /// <summary>A column of floating-point numbers.</summary>
    public double?[] Reals(string path) => find(path) is not { } field ? new double?[Count] : Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Double => Values(field, (double v) => v),
        TypeCode.Single => Values(field, (float v) => (double)v),
        TypeCode.Int32 => Values(field, (int v) => (double)v),
        TypeCode.Int64 => Values(field, (long v) => (double)v),
        TypeCode.Decimal => Values(field, (decimal v) => (double)v),
        _ => throw Mistyped(path),
    };

    /// <summary>A column of integers.</summary>
    public long?[] Integers(string path) => find(path) is not { } field ? new long?[Count] : Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Int64 => Values(field, (long v) => v),
        TypeCode.Int32 => Values(field, (int v) => (long)v),
        _ => throw Mistyped(path),
    };

    /// <summary>A column of truth values.</summary>
    public bool?[] Flags(string path) => find(path) is not { } field ? new bool?[Count] : field.ClrType == typeof(bool) ? Values(field, (bool v) => v) : throw Mistyped(path);

    /// <summary>A column of times, in UTC.</summary>
    public DateTime?[] Times(string path) => find(path) is not { } field ? new DateTime?[Count]
        : field.ClrType == typeof(DateTime) ? Values(field, (DateTime v) => DateTime.SpecifyKind(v, DateTimeKind.Utc)) : throw Mistyped(path);

    /// <summary>A column of decimals.</summary>
    public decimal?[] Decimals(string path) => find(path) is not { } field ? new decimal?[Count] : Type.GetTypeCode(field.ClrType) switch
    {
        TypeCode.Decimal => Values(field, (decimal v) => v),
        TypeCode.Int64 => Values(field, (long v) => (decimal)v),
        TypeCode.Int32 => Values(field, (int v) => (decimal)v),
        TypeCode.Double => Values(field, (double v) => (decimal)v),
        _ => throw Mistyped(path),
    };

    /// <summary>A column of lists of texts.</summary>
    public List<string>[] TextLists(string path) => Lists<ReadOnlyMemory<char>, string>(path, text => text.ToString());

    /// <summary>A column of lists of numbers.</summary>
    public List<double>[] RealLists(string path) => Lists<double, double>(path, number => number);

    private static ByteFormatException Mistyped(string path) => new($"its column {path} has another type");

    private TValue?[] Values<TStored, TValue>(DataField field, Func<TStored, TValue> convert)
        where TStored : struct
        where TValue : struct => ParquetFile.Guarded(() =>
    {
        if (field.IsNullable || field.MaxDefinitionLevel > 0)
        {
            var stored = new TStored?[Count];
            group.ReadAsync<TStored>(field, stored.AsMemory()).AsTask().GetAwaiter().GetResult();
            return Array.ConvertAll(stored, v => v is { } value ? convert(value) : (TValue?)null);
        }

        var required = new TStored[Count];
        group.ReadAsync<TStored>(field, required.AsMemory()).AsTask().GetAwaiter().GetResult();
        return Array.ConvertAll(required, v => (TValue?)convert(v));
    });

    // A value with the repetition level 0 begins the list of the next row. Values that are NULL, and lists without values, have levels only.
    private List<TValue>[] Lists<TStored, TValue>(string path, Func<TStored, TValue> convert)
        where TStored : struct
    {
        List<TValue>[] lists = [.. Enumerable.Range(0, Count).Select(_ => new List<TValue>())];
        if (find(path) is not { } field) return lists;
        if (field.ClrType != typeof(TStored) || field.MaxRepetitionLevel != 1) throw Mistyped(path);
        if (group.GetMetadata(field)?.MetaData?.NumValues is < 0 or > MostValues) throw new ByteFormatException($"the column {path} has more than {MostValues} values in a group");
        return ParquetFile.Guarded(() =>
        {
            using var raw = (RawColumnData<TStored>)group.ReadRawColumnDataBaseAsync(field).AsTask().GetAwaiter().GetResult();
            (int row, int next) = (-1, 0);
            for (int i = 0; i < raw.RepetitionLevels.Length; i++)
            {
                if (raw.RepetitionLevels[i] == 0) row++;
                if (raw.DefinitionLevels[i] == field.MaxDefinitionLevel) lists[row].Add(convert(raw.Values[next++]));
            }

            return lists;
        });
    }
}
