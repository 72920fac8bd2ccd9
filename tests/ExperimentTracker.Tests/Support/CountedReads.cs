using System.Reflection;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Support;

/// <summary>A store that passes everything on and counts the runs that its queries return.</summary>
public class CountedReads : DispatchProxy
{
    private object inner = null!;
    private CountedReads? counter;
    private IRunStore? runs;

    /// <summary>The number of runs read so far.</summary>
    public int Runs { get; private set; }

    public static (IExperimentStore Store, CountedReads Reads) Of(IExperimentStore store)
    {
        var counted = Create<IExperimentStore, CountedReads>();
        var reads = (CountedReads)(object)counted;
        var runs = Create<IRunStore, CountedReads>();
        (((CountedReads)(object)runs).inner, ((CountedReads)(object)runs).counter) = (store.Runs, reads);
        (reads.inner, reads.runs) = (store, runs);
        return (counted, reads);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (runs is not null && targetMethod!.Name == $"get_{nameof(IExperimentStore.Runs)}") return runs;
        try
        {
            object? result = targetMethod!.Invoke(inner, args);
            return counter is not null && targetMethod.Name == nameof(IRunStore.Query) ? Counted((IEnumerable<Run>)result!) : result;
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    private IEnumerable<Run> Counted(IEnumerable<Run> read) => read.Select(run =>
    {
        counter!.Runs++;
        return run;
    });
}
