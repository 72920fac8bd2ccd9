using ExperimentTracker.Json;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Runs;

/// <summary>The columns of the parameters of runs; the type determines how the value is read.</summary>
internal static class ParameterColumns
{
    private static readonly RecordColumns<RunParameter> All = new("run_parameters", "x");
    private static readonly Column<RunParameter, long> RunPk = All.Int64("x.run_pk");
    private static readonly Column<RunParameter, string> Name = All.SharedString("name", p => p.Name);
    private static readonly Column<RunParameter, ParameterType> Type = All.Enum("type", p => p.Type);
    private static readonly Column<RunParameter, object?> Value = All.Add("value", p => p.Value, ReadValue, (to, value) => to.BindValue(ToDb(value)));

    public static readonly Insertion<RunParameter> Insert = All.Insert("run_pk", "name_fold");

    private static readonly string Select = $"SELECT {All} FROM {All.Table} x";
    private static readonly string OfRuns = $"{Select} WHERE x.run_pk IN (SELECT value FROM json_each(@1)) ORDER BY x.run_pk, x.name_fold";

    /// <summary>Loads names and values by the internal keys of their runs.</summary>
    public static NamedRows Load(StoreConnection connection, IEnumerable<long> runPks) =>
        NamedRows.Read(connection.Prepare(OfRuns).BindAll([SqlList.Of(runPks)]), RunPk.Read, Name.Read, Value.Read);

    /// <summary>The same with a query that is sent with the next one.</summary>
    public static Func<NamedRows> LoadLater(StoreConnection connection, IEnumerable<long> runPks) =>
        NamedRows.ReadLater(connection.Prepare(OfRuns).BindAll([SqlList.Of(runPks)]), RunPk.Read, Name.Read, Value.Read);

    /// <summary>Loads the parameters of a run.</summary>
    public static List<RunParameter> Load(StoreConnection connection, long runPk, string runId) => connection.Query(
        OfRuns, row => new RunParameter { RunId = runId, Name = Name.Read(row), Type = Type.Read(row), Value = Value.Read(row) }, SqlList.Of([runPk]));

    /// <summary>Returns the value of an existing parameter by its name, ignoring case.</summary>
    public static object? ValueOf(StoreConnection connection, long runPk, string fold) =>
        connection.Query($"{Select} WHERE x.run_pk = @1 AND x.name_fold = @2", Value.Read, runPk, fold)[0];

    private static object? ReadValue(Statement row, int column) => Type.Read(row) switch
    {
        ParameterType.Null => null,
        ParameterType.Integer => row.GetInt64(column),
        ParameterType.Real => row.GetDoubleOrNaN(column),
        ParameterType.Boolean => row.GetBoolean(column),
        ParameterType.Date => row.GetLocalTime(column),
        ParameterType.Duration => TimeSpan.FromTicks(row.GetInt64(column)),
        ParameterType.Json => row.GetJson(column),
        _ => row.GetSharedString(column),
    };

    private static object? ToDb(object? value) => value switch
    {
        DateTime time => UtcTicks.From(time),
        TimeSpan duration => duration.Ticks,
        NamedValues or object?[] => JsonText.Write(value),
        _ => value,
    };
}
