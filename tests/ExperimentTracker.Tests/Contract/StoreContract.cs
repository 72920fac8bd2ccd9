using ExperimentTracker.Contracts.Stores;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Contract;

/// <summary>
/// What every storage engine must do, by subject in the classes derived from this one. They know the interface alone; an engine takes
/// them over by deriving each once with a store of its own, as <c>Engines.cs</c> does.
/// </summary>
public abstract class StoreContract(StoreUnderTest underTest) : IDisposable
{
    protected static CancellationToken None => CancellationToken.None;

    protected IExperimentStore Store => underTest.Store;

    /// <summary>The clock of the store: a millisecond later each time it is read, and otherwise only when a test moves it.</summary>
    protected FakeTimeProvider Clock => underTest.Clock;

    public void Dispose()
    {
        underTest.Dispose();
        DisposeMore();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what a contract holds beside the store.</summary>
    protected virtual void DisposeMore()
    {
    }

    /// <summary>Runs something under another culture.</summary>
    protected static T Under<T>(string culture, Func<T> act)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo(culture);
            return act();
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
