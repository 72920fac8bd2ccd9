using System.Collections;
using System.Reflection;
using System.Text.Json;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Transfer;
using Microsoft.Extensions.Time.Testing;
namespace ExperimentTracker.Tests.Contract;

/// <summary>
/// Every public property of every record survives a merge, an export and an import, and JSON. The test compares the results of queries by reflection,
/// so it also covers properties that are added later.
/// </summary>
public abstract class RecordTransferContract(StoreUnderTest store, Func<FakeTimeProvider, StoreUnderTest>? otherWith = null) : TransferContract(store, otherWith)
{
    // No query returns a removed artifact, and this store is not a copy.
    private static readonly string[] NeverSeen = ["Artifact.RemovedAt", "Artifact.RemovedAtUtc", "Run.RunningAsOf", "Run.RunningAsOfUtc"];

    [Fact]
    public void Each_property_has_a_value_in_the_store_that_is_transferred()
    {
        CompleteStore.Fill(Store);
        object[] records = [.. StoreRecords.All(Store)];
        ILookup<string, object?> values = records.SelectMany(Reached).SelectMany(ValuesOf).ToLookup(v => v.Name, v => v.Value);
        string[] unset = [.. values.Where(v => v.All(IsDefault)).Select(v => v.Key).Except(NeverSeen)];
        Assert.Empty(unset);
        string[] unseen = [.. StoredTypes().Select(t => t.Name).Except(records.SelectMany(Reached).Select(r => r.GetType().Name))];
        Assert.Empty(unseen);
    }

    [Fact]
    public void Merging_keeps_each_property()
    {
        CompleteStore.Fill(Store);
        string before = StoreRecords.Text(Store);
        Assert.Empty(Merge(Store, Other).Conflicts);
        Assert.Equal(before, StoreRecords.Text(Other));
        Assert.Equal((0L, 0L), (Merge(Store, Other).Added, Merge(Store, Other).Changed));
        Assert.Equal(before, StoreRecords.Text(Other));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exporting_and_importing_keeps_each_property(bool asFolder)
    {
        using var folder = new TempFolder();
        CompleteStore.Fill(Store);
        string path = folder.Sub(asFolder ? "export" : "export.json");
        using (ITransferSource source = Store.Transfer.AsSource(None))
        {
            if (asFolder) StoreExport.ToFolder(source, path, replace: false, null, null, None);
            else StoreExport.ToFile(source, path, replace: false, null, None);
        }

        using (ITransferSource source = ImportSource.Open(path))
        {
            Assert.Empty(Other.Transfer.Merge(source, preview: false, null, None).Conflicts);
        }

        Assert.Equal(StoreRecords.Text(Store), StoreRecords.Text(Other));
    }

    [Fact]
    public void JSON_keeps_each_property()
    {
        CompleteStore.Fill(Store);
        foreach (object record in StoreRecords.All(Store).Where(r => r.GetType().IsPublic))
        {
            object? again = JsonSerializer.Deserialize(JsonSerializer.Serialize(record, record.GetType()), record.GetType());
            Assert.Equal(StoreRecords.Lines(record), StoreRecords.Lines(again!));
            Assert.Equal(record, again);
        }
    }

    [Fact]
    public void The_heartbeat_of_a_running_run_is_merged()
    {
        Run run = Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment().Id, Start = true, Heartbeat = TimeSpan.FromSeconds(30) });
        Merge(Store, Other);
        Assert.Equal((TimeSpan.FromSeconds(30), run.HeartbeatAt), (Other.Again(run).Heartbeat, Other.Again(run).HeartbeatAt));
        Assert.True(Store.Runs.RecordHeartbeat(run.Id, None));
        Assert.Equal([1L, 0L], new[] { Merge(Store, Other).Changed, Merge(Store, Other).Changed });
        Assert.Equal(Store.Again(run).HeartbeatAt, Other.Again(run).HeartbeatAt);
        Assert.NotEqual(run.HeartbeatAt, Other.Again(run).HeartbeatAt);
        Run ended = Store.End(run);
        Merge(Store, Other);
        Assert.Equal((ended.Heartbeat, ended.HeartbeatAt, RunStatus.Succeeded), (Other.Again(run).Heartbeat, Other.Again(run).HeartbeatAt, Other.Again(run).Status));
    }

    // Stored records have properties that are derived from other records; see DerivedAttribute.
    // Alerts stay in their store, because two stores would tell everything twice.
    private static IEnumerable<Type> StoredTypes() => typeof(Run).Assembly.GetTypes().Where(type =>
        type is { IsPublic: true, IsAbstract: false } && !type.IsAssignableTo(typeof(NewRun)) && type != typeof(RunAlert) && type != typeof(RunAlertEvent)
        && type.GetProperties().Any(p => p.CustomAttributes.Any(a => a.AttributeType.Name == "DerivedAttribute")));

    // The record, and the records in it.
    private static IEnumerable<object> Reached(object record) => record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(p => p.GetValue(record))
        .Where(v => v is not null && StoreRecords.IsRecord(v.GetType()))
        .SelectMany(v => Reached(v!))
        .Prepend(record);

    private static IEnumerable<(string Name, object? Value)> ValuesOf(object record) => record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(p => ($"{record.GetType().Name}.{p.Name}", p.GetValue(record)));

    private static bool IsDefault(object? value) => value switch
    {
        null => true,
        string text => text.Length == 0,
        ICollection all => all.Count == 0,
        RunOrigin origin => origin == RunOrigin.Unknown,
        _ => value.GetType().IsValueType && value.Equals(Activator.CreateInstance(value.GetType())),
    };
}
