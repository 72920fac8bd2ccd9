using System.Text;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Stress;

/// <summary>
/// Imports generated files in every format. The import must either report a clear error and change nothing, or succeed. After a success the store
/// must be valid and readable, its export must be importable, and a second import of the file must change nothing.
/// </summary>
/// <param name="folder">The folder for the files.</param>
/// <param name="seed">The seed of the files.</param>
public sealed class ImportFuzz(string folder, int seed)
{
    private const string Trial = "generated imports";
    private const int ImportsOfAStore = 25;
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Dictionary<string, long> refusals = [];
    private long outcome;

    private string File => Path.Combine(folder, "import.json");

    public void Run(int inputs, Figures figures)
    {
        string export = Export();
        var failures = new Failures(seed);
        for (int i = 0; i < inputs; i += ImportsOfAStore)
        {
            using IExperimentStore store = new Storage.SqliteEngine().Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None);
            for (int j = i; j < Math.Min(inputs, i + ImportsOfAStore); j++)
            {
                int input = j;
                failures.Try(input, () => Import(store, ImportText.Generate(new Random(seed + input), export)));
            }
        }

        failures.ThrowIfAny();
        figures.Add(Trial, "files tried", inputs);
        figures.Add(Trial, "of these imported, and a second time without a change", outcome);
        foreach ((string id, long count) in refusals.OrderByDescending(r => r.Value)) figures.Add(Trial, $"refused as {id}", count);
        figures.Add(Trial, "other errors, and partial imports", 0);
    }

    private static string Export()
    {
        using IExperimentStore full = new Storage.SqliteEngine().Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None);
        FullStore.Fill(full);
        using ITransferSource source = full.Transfer.AsSource(None);
        using var buffer = new MemoryStream();
        ExportWriter.WriteJson(source, buffer, null, None);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void Import(IExperimentStore store, byte[] text)
    {
        System.IO.File.WriteAllBytes(File, text);
        string before = StoreReading.Export(store);
        try
        {
            MergeResult result = Take(store);
            outcome++;
            CheckImported(store, result);
        }
        catch (TrackerException e) when (e.ErrorId.StartsWith("Import", StringComparison.Ordinal))
        {
            refusals[e.ErrorId] = refusals.GetValueOrDefault(e.ErrorId) + 1;
            if (StoreReading.Export(store) != before) throw new TrialException($"The import failed ({e.Message}), and a part of the file was imported.");
        }
    }

    private MergeResult Take(IExperimentStore store)
    {
        using ITransferSource source = ImportSource.Open(File);
        return store.Transfer.Merge(source, preview: false, null, None);
    }

    private void CheckImported(IExperimentStore store, MergeResult first)
    {
        string after = StoreReading.Export(store);
        MergeResult again = Take(store);
        if (again.Added + again.Changed > 0 || StoreReading.Export(store) != after)
        {
            string kinds = string.Join(", ", again.Counts.Where(c => c.Added + c.Changed > 0).Select(c => c.Type));
            throw new TrialException($"The second import added {again.Added} and changed {again.Changed} ({kinds}), where the first added {first.Added} and changed {first.Changed}: {Difference(after, StoreReading.Export(store))}");
        }

        if (StoreReading.ReadAll(store) is [var refusal, ..]) throw new TrialException($"The imported records cannot be read: {refusal}");
        StoreFinding? finding = store.Maintenance.Check(quick: false, null, None).FirstOrDefault(f => f.Severity > FindingSeverity.Information && f.Area != StoreArea.Artifacts);
        if (finding is not null) throw new TrialException($"The imported records are not valid: {finding}");
        using IExperimentStore other = new Storage.SqliteEngine().Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None);
        using ITransferSource source = store.Transfer.AsSource(None);
        other.Transfer.Merge(source, preview: false, null, None);
    }

    private static string Difference(string before, string after)
    {
        int at = before.Zip(after).TakeWhile(p => p.First == p.Second).Count();
        return $"{Around(before, at)} became {Around(after, at)}";

        static string Around(string text, int at) => text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 40)];
    }
}
