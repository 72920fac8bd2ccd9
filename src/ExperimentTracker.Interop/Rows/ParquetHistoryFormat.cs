using System.Globalization;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.ParquetFiles;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;
using Parquet.Schema;

namespace ExperimentTracker.Interop.Rows;

/// <summary>
/// A table of logged values as Parquet, as W&amp;B exports the history of a run: a row a step, a column a metric. The file is a run, and its folder names the experiment.
/// </summary>
internal sealed class ParquetHistoryFormat : ITransferFormat
{
    private static readonly HashSet<TypeCode> Numbers = [TypeCode.Double, TypeCode.Single, TypeCode.Int32, TypeCode.Int64, TypeCode.Decimal];

    public string Name => "ParquetHistory";

    public string Title => "Parquet of W&B: a row of values a step";

    public bool Fits(string path)
    {
        if (!File.Exists(path) || !ParquetFile.Has(path)) return false;
        using ParquetFile file = ParquetFile.Open(path);
        return StepOf(file) is not null && Columns(file).Count() > 1;
    }

    public ITransferSource Open(TransferRequest request)
    {
        try
        {
            using ParquetFile file = ParquetFile.Open(request.Path);
            if (StepOf(file) is null) throw TransferErrors.NotReadable(request.Path, "it has no column of steps, such as _step, step or epoch");
        }
        catch (ByteFormatException e)
        {
            throw TransferErrors.NotReadable(request.Path, e.Message);
        }

        return new ForeignRuns(request, hasContents: false, reading => [Read(request.Path, reading)]);
    }

    private static ForeignRun Read(string path, ForeignReading reading)
    {
        using ParquetFile file = ParquetFile.Open(path);
        string name = Path.GetFileNameWithoutExtension(path);
        ForeignRun? run = null;
        try
        {
            foreach (ParquetRows rows in file.Groups())
            {
                var columns = Columns(file).Distinct(StringComparer.Ordinal).ToDictionary(column => column, rows.Reals, StringComparer.Ordinal);

                // The values of the first row identify a file that has no other identity.
                IEnumerable<string> first = rows.Count == 0 ? [] : columns.Values.Select(values => values[0]?.ToString("R", CultureInfo.InvariantCulture) ?? "");
                run ??= new(reading, RecordId.From(["parquet", name, .. file.Fields.Select(NameOf), .. first]), ForeignFiles.FolderOf(path)) { Name = name };
                AddTo(run, reading, StepOf(file)!, columns);
            }
        }
        catch (ByteFormatException e)
        {
            reading.Losses.Add("damaged file", $"{e.Message}; what is before it was read", Path.GetFileName(path));
        }

        foreach (DataField field in file.Fields.Where(field => !IsNumber(field))) reading.Losses.Add("column", "it has no numbers", ForeignNames.Valid(NameOf(field)));
        return run ?? new(reading, RecordId.From(["parquet", name, .. file.Fields.Select(NameOf)]), ForeignFiles.FolderOf(path)) { Name = name };
    }

    private static void AddTo(ForeignRun run, ForeignReading reading, string step, Dictionary<string, double?[]> columns)
    {
        string? time = LoggedValues.TimeAmong(columns.Keys);
        double?[] steps = columns[step];
        DateTime?[] times = time is null ? new DateTime?[steps.Length] : [.. columns[time].Select(seconds => seconds is { } at ? LoggedValues.Time(at) : null)];
        for (int i = 0; i < steps.Length; i++)
        {
            if (IsStep(steps[i])) Saw(run, times[i]);
            else reading.Losses.Add("row", "its step is not an integer", string.Create(CultureInfo.InvariantCulture, $"{step} = {steps[i]}"));
        }

        foreach ((string column, double?[] values) in columns)
        {
            if (column == step || column == time || column == "_runtime") continue;
            reading.Cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < steps.Length; i++) if (values[i] is { } value && IsStep(steps[i])) run.AddPoint(column, null, (long)steps[i]!.Value, value, times[i]);
        }
    }

    private static void Saw(ForeignRun run, DateTime? at)
    {
        if (at is null) return;
        run.StartedAt ??= at;
        if (run.EndedAt is null || at > run.EndedAt) run.EndedAt = at;
    }

    private static bool IsStep(double? value) => value is { } number && double.IsInteger(number) && Math.Abs(number) < 1L << 53;

    private static bool IsNumber(DataField field) => field.MaxRepetitionLevel == 0 && field.Path.Length == 1 && Numbers.Contains(Type.GetTypeCode(field.ClrType));

    private static string NameOf(DataField field) => string.Join('/', field.Path.ToList());

    private static IEnumerable<string> Columns(ParquetFile file) => file.Fields.Where(IsNumber).Select(NameOf);

    private static string? StepOf(ParquetFile file) => LoggedValues.StepAmong([.. Columns(file)]);
}
