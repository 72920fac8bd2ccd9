using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
namespace ExperimentTracker.Storage.Runs;

/// <summary>Parameters by the internal key of their run.</summary>
internal static class ParameterRows
{
    // Parameters are read with every run: a hundred runs with values of this size take a second to list.
    private const int MostCharacters = 1 << 20;

    /// <summary>Adds parameters.</summary>
    /// <exception cref="TrackerException"><c>ParameterConflict</c>, <c>ParameterTooLarge</c> or <c>InvalidName</c>.</exception>
    public static void Add(StoreConnection connection, long runPk, string run, NamedValues parameters)
    {
        foreach ((string name, object? value) in parameters.Pairs) CheckSize(name, value);
        Merge(connection, runPk, run, parameters);
    }

    /// <summary>Adds the parameters of a new run.</summary>
    /// <exception cref="TrackerException"><c>ParameterConflict</c>, <c>ParameterTooLarge</c> or <c>InvalidName</c>.</exception>
    public static void AddToNew(StoreConnection connection, long runPk, string run, NamedValues parameters)
    {
        foreach ((string name, object? value) in parameters.Pairs) CheckSize(name, value);
        MergeIntoNew(connection, runPk, run, parameters);
    }

    /// <summary>Adds the parameters of a new run, with any size: another store may have accepted them.</summary>
    /// <exception cref="TrackerException"><c>ParameterConflict</c> or <c>InvalidName</c>.</exception>
    public static void MergeIntoNew(StoreConnection connection, long runPk, string run, NamedValues parameters)
    {
        var added = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in parameters.Pairs)
        {
            string fold = Names.Fold(Names.CheckParameter(name));
            if (added.TryAdd(fold, value)) ParameterColumns.Insert.PostWithoutKey(connection, Parameter(run, name, value), runPk, fold);
            else if (!ParameterTypes.Same(added[fold], value)) throw RunErrors.ParameterConflict(run, name, added[fold], value);
        }
    }

    /// <summary>Adds the parameters that a run does not have yet, with any size: another store may have accepted them.</summary>
    /// <exception cref="TrackerException"><c>ParameterConflict</c> or <c>InvalidName</c>.</exception>
    public static void Merge(StoreConnection connection, long runPk, string run, NamedValues parameters)
    {
        foreach ((string name, object? value) in parameters.Pairs)
        {
            string fold = Names.Fold(Names.CheckParameter(name));
            if (ParameterColumns.Insert.TryExecute(connection, Parameter(run, name, value), runPk, fold)) continue;
            object? existing = ParameterColumns.ValueOf(connection, runPk, fold);
            if (!ParameterTypes.Same(existing, value)) throw RunErrors.ParameterConflict(run, name, existing, value);
        }
    }

    private static RunParameter Parameter(string run, string name, object? value) =>
        new() { RunId = run, Name = name, Type = ParameterTypes.Of(value), Value = value };

    private static void CheckSize(string name, object? value)
    {
        int length = value switch
        {
            string text => text.Length,
            NamedValues or object?[] => JsonText.Write(value).Length,
            _ => 0,
        };
        if (length > MostCharacters) throw RunErrors.ParameterTooLarge(name, length, MostCharacters);
    }
}
