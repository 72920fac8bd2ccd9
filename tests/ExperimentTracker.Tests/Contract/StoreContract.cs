using ExperimentTracker.Contracts.Stores;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Contract;

/// <summary>
/// What every storage engine must do, by subject in the derived classes. They use the interface only. An engine derives each of them once with its
/// own store, as <c>Engines.cs</c> does.
/// </summary>
public abstract class StoreContract(StoreUnderTest underTest) : IDisposable
{
    protected static CancellationToken None => CancellationToken.None;

    protected IExperimentStore Store => underTest.Store;

    /// <summary>The clock of the store. It advances a millisecond each time it is read, and otherwise only when a test advances it.</summary>
    protected FakeTimeProvider Clock => underTest.Clock;

    /// <summary>Opens the store once more, as another process would. The caller closes the handle.</summary>
    protected IExperimentStore OpenAnother() => underTest.OpenAnother();

    public void Dispose()
    {
        underTest.Dispose();
        DisposeMore();
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes of what a contract uses beside the store.</summary>
    protected virtual void DisposeMore()
    {
    }

    /// <summary>Runs a function in another culture.</summary>
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
