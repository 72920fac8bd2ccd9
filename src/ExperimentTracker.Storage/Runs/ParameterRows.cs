using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Runs;

/// <summary>Parameters by the internal key of their run.</summary>
internal static class ParameterRows
{
    /// <exception cref="TrackerException"><c>ParameterConflict</c> or <c>InvalidName</c>.</exception>
    public static void Add(StoreConnection connection, long runPk, string run, NamedValues parameters)
    {
        foreach ((string name, object? value) in parameters.Pairs)
        {
            string fold = Names.Fold(Names.CheckParameter(name));
            int added = connection.Execute(
                "INSERT INTO run_parameters (run_pk, name_fold, name, type, value) VALUES (@1, @2, @3, @4, @5) ON CONFLICT DO NOTHING",
                runPk, fold, name, (int)ParameterTypes.Of(value), ToDb(value));
            if (added > 0) continue;
            object? existing = connection.Query(
                "SELECT type, value FROM run_parameters WHERE run_pk = @1 AND name_fold = @2", row => FromDb(row, 0, 1), runPk, fold)[0];
            if (!ParameterTypes.Same(existing, value))
            {
                throw RunErrors.ParameterConflict(run, name, existing, value);
            }
        }
    }

    public static ILookup<long, KeyValuePair<string, object?>> Load(StoreConnection connection, IEnumerable<long> runPks) => connection.Query(
        "SELECT run_pk, name, type, value FROM run_parameters WHERE run_pk IN (SELECT value FROM json_each(@1)) ORDER BY run_pk, name_fold",
        row => (Run: row.GetInt64(0), Pair: KeyValuePair.Create(row.GetString(1), FromDb(row, 2, 3))),
        SqlValues.List(runPks)).ToLookup(p => p.Run, p => p.Pair);

    public static object? FromDb(Statement row, int type, int value) => row.GetEnum<ParameterType>(type) switch
    {
        ParameterType.Null => null,
        ParameterType.Integer => row.GetInt64(value),
        ParameterType.Real => row.GetDoubleOrNaN(value),
        ParameterType.Boolean => row.GetInt64(value) != 0,
        ParameterType.Date => row.GetLocalTime(value),
        ParameterType.Duration => TimeSpan.FromTicks(row.GetInt64(value)),
        ParameterType.Json => row.GetJson(value),
        _ => row.GetString(value),
    };

    private static object? ToDb(object? value) => value switch
    {
        bool flag => flag ? 1L : 0L,
        DateTime moment => UtcTicks.From(moment),
        TimeSpan duration => duration.Ticks,
        NamedValues or object?[] => JsonText.Write(value),
        _ => value,
    };
}
