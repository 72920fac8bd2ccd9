using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>The datasets that runs used. MLflow has datasets as inputs of runs only, and no other inputs that an export could write.</summary>
internal sealed class RunInputs(TransferLosses losses)
{
    private readonly Dictionary<string, TransferDataset> datasets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OwnInput>> byRun = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    /// <summary>Remembers a dataset.</summary>
    public void Add(TransferDataset item) => datasets[item.Dataset.Id] = item;

    /// <summary>Remembers an input, if it is a dataset.</summary>
    public void Add(TransferInput item)
    {
        RunInput input = item.Input;
        if (input.Kind != RunInputKind.Dataset || !datasets.TryGetValue(input.TargetId, out TransferDataset? dataset))
        {
            losses.Add("input of a run", "MLflow has datasets as inputs only.", input.Name);
            return;
        }

        used.Add(input.TargetId);
        if (!byRun.TryGetValue(input.RunId, out List<OwnInput>? inputs)) byRun.Add(input.RunId, inputs = []);
        inputs.Add(new(item, dataset));
    }

    /// <summary>Returns the inputs by run, after all records were added.</summary>
    public IReadOnlyDictionary<string, List<OwnInput>> ByRun()
    {
        foreach (TransferDataset dataset in datasets.Values.Where(d => !used.Contains(d.Dataset.Id))) losses.Add("dataset", "MLflow has datasets of runs only.", dataset.Dataset.Name);
        return byRun;
    }
}
