using ExperimentTracker.Interop.ParquetFiles;

namespace ExperimentTracker.Interop.Neptune;

/// <summary>The columns of a group of rows, as neptune-exporter documents them.</summary>
internal sealed class NeptuneRows(ParquetRows group)
{
    public string?[] Projects { get; } = group.Texts("project_id");

    public string?[] Runs { get; } = group.Texts("run_id");

    public string?[] Paths { get; } = group.Texts("attribute_path");

    public string?[] Types { get; } = group.Texts("attribute_type");

    public decimal?[] Steps { get; } = group.Decimals("step");

    public DateTime?[] Times { get; } = group.Times("timestamp");

    public long?[] Integers { get; } = group.Integers("int_value");

    public double?[] Reals { get; } = group.Reals("float_value");

    public string?[] Texts { get; } = group.Texts("string_value");

    public bool?[] Flags { get; } = group.Flags("bool_value");

    public DateTime?[] Dates { get; } = group.Times("datetime_value");

    public List<string>[] Sets { get; } = group.TextLists("string_set_value");

    public string?[] Files { get; } = group.Texts("file_value/path");

    public string?[] HistogramTypes { get; } = group.Texts("histogram_value/type");

    public List<double>[] Edges { get; } = group.RealLists("histogram_value/edges");

    public List<double>[] Counts { get; } = group.RealLists("histogram_value/values");
}
