using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Transfer;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Two stores, of the same engine or of two, between which records are transferred.</summary>
/// <param name="store">The store.</param>
/// <param name="otherWith">Makes the other store, which has the same clock; by default one in memory.</param>
public abstract class TransferContract(StoreUnderTest store, Func<FakeTimeProvider, StoreUnderTest>? otherWith = null) : StoreContract(store)
{
    private readonly StoreUnderTest other = (otherWith ?? StoreUnderTest.InMemory)(store.Clock);

    protected IExperimentStore Other => other.Store;

    protected override void DisposeMore() => other.Dispose();

    protected MergeResult Merge(IExperimentStore from, IExperimentStore into, bool preview = false)
    {
        using ITransferSource source = from.Transfer.AsSource(None);
        return into.Transfer.Merge(source, preview, null, None);
    }
}
