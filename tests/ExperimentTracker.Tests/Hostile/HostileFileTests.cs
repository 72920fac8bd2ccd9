using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Hostile;

/// <summary>Short versions of the trials of build.ps1 stress. Each run uses other inputs; a failure reports the seed.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Generated_files_are_imported_completely_or_are_a_clear_error() =>
        new ImportFuzz(folder.Path, Random.Shared.Next(1_000_000)).Run(150, new Figures());

    [Fact]
    public void An_alias_without_a_name_is_an_error_and_the_model_is_not_imported()
    {
        string file = folder.Sub("export.json");
        using (StoreUnderTest source = StoreUnderTest.InMemory())
        {
            Model model = source.Store.Models.Create([new() { Name = "m", ProjectId = source.Store.NewProject("P").Id }], Expect.None)[0];
            ModelVersion version = source.Store.Models.Register([new() { ModelId = model.Id }], Expect.None)[0];
            source.Store.Models.UpdateVersion(version.Id, new() { AddAliases = ["champion"] }, Expect.None);
            using ITransferSource records = source.Store.Transfer.AsSource(Expect.None);
            StoreExport.ToFile(records, file, replace: false, null, Expect.None);
        }

        string text = File.ReadAllText(file), damaged = text.Replace("\"champion\"", "null", StringComparison.Ordinal);
        Assert.NotEqual(text, damaged);
        File.WriteAllText(file, damaged);
        using StoreUnderTest store = StoreUnderTest.InMemory();
        Expect.Refused("ImportRecordInvalid", () => Import(store.Store, file));
        Assert.Empty(store.Store.Models.Query(new(), Expect.None));
    }

    [Fact]
    public void Damaged_and_falsified_stores_work_or_are_a_clear_error_and_nothing_outside_changes() =>
        new DamagedStores(folder.Path, Random.Shared.Next(1_000_000)).Run(40, new Figures());

    [Fact]
    public void Long_and_deep_JSON_is_imported_or_is_an_error() => new DeepJson(folder.Path).Run(2, new Figures());

    [Fact]
    public void A_duplicate_record_or_an_empty_list_is_an_error()
    {
        foreach (string experiments in new[] { """{ "experiment_id": "e", "name": "a" }, { "experiment_id": "e", "name": "b" }""", "null" })
        {
            string file = folder.Write("twice.json", $"{{ \"experiments\": [{experiments}] }}");
            using StoreUnderTest store = StoreUnderTest.InMemory();
            Expect.Refused("ImportRecordInvalid", () => Import(store.Store, file));
            Assert.Empty(store.Store.Experiments.Query(new(), Expect.None));
        }
    }

    [Fact]
    public void Numbers_that_a_counter_cannot_continue_from_are_an_error()
    {
        string file = folder.Write("metadata.json", """{ "train": { "": { "9223372036854775807": { "status": "done" } } } }""");
        using StoreUnderTest store = StoreUnderTest.InMemory();
        Expect.Refused("ImportRecordInvalid", () => Import(store.Store, file));
        Run run = store.Store.NewRun();
        store.Store.Evaluations.Add([new() { Type = RecordType.Epoch, RunId = run.Id, Index = long.MaxValue, Ticks = 1 }], Expect.None);
        Expect.Refused("IndexOverflow", () => store.Store.Evaluations.Add([new() { Type = RecordType.Epoch, RunId = run.Id, Ticks = 1 }], Expect.None));
    }

    [Fact]
    public void An_error_about_something_long_stays_short()
    {
        using StoreUnderTest store = StoreUnderTest.InMemory();
        TrackerException error = Expect.Refused("InvalidName", () => store.Store.NewProject(new string('x', 1_000_000)));
        Assert.InRange(error.Message.Length, 100, 5000);
        Assert.EndsWith("it has 1000000 characters, and 256 are allowed.", error.Message, StringComparison.Ordinal);
    }

    private static void Import(IExperimentStore store, string file)
    {
        using ITransferSource source = ImportSource.Open(file);
        store.Transfer.Merge(source, preview: false, null, Expect.None);
    }
}
