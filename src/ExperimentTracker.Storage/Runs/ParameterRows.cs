using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
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
            var parameter = new RunParameter { RunId = run, Name = name, Type = ParameterTypes.Of(value), Value = value };
            if (ParameterColumns.Insert.TryExecute(connection, parameter, runPk, fold)) continue;
            object? existing = ParameterColumns.ValueOf(connection, runPk, fold);
            if (!ParameterTypes.Same(existing, value)) throw RunErrors.ParameterConflict(run, name, existing, value);
        }
    }
}
