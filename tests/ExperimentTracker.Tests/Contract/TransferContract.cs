using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Contract;

public abstract class TransferContract(StoreUnderTest store) : StoreContract(store)
{
    private readonly StoreUnderTest other = StoreUnderTest.InMemory(store.Clock);

    protected IExperimentStore Other => other.Store;

    protected override void DisposeMore() => other.Dispose();

    protected MergeResult Merge(IExperimentStore from, IExperimentStore into, bool preview = false)
    {
        using ITransferSource source = from.Transfer.AsSource(None);
        return into.Transfer.Merge(source, preview, null, None);
    }
}
