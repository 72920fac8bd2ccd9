using System.Security.Cryptography;
using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres;
using ExperimentTracker.Storage.Postgres.Contents;
using ExperimentTracker.Storage.Postgres.Engine;
using Npgsql;

namespace ExperimentTracker.Tests.ObjectStores;

/// <summary>Objects in tables of PostgreSQL, as the interface of object stores demands it.</summary>
[NeedsPostgres]
public sealed class DatabaseObjectsTests : IDisposable
{
    private const int Part = 1 << 20;

    private readonly StoreAddress address = PostgresSchemas.Take();
    private readonly IExperimentStore store;
    private readonly PostgresDatabase database;
    private readonly DatabaseObjects objects;

    public DatabaseObjectsTests()
    {
        store = new PostgresEngine().Open(address, StoreOpening.OrCreate with { Credentials = PostgresSchemas.Admin }, Expect.None);
        database = new PostgresDatabase(address, PostgresSchemas.Admin, EngineOptions.Default);
        objects = new DatabaseObjects(database);
    }

    public void Dispose()
    {
        objects.Dispose();
        database.Dispose();
        store.Dispose();
        PostgresSchemas.Return(address);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Part - 1)]
    [InlineData(Part)]
    [InlineData((3 * Part) + 7)]
    public void Bytes_are_read_as_they_were_written_from_any_place(int size)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(size);
        Assert.True(objects.Put("k", bytes, overwrite: false, Expect.None));
        Assert.Equal(size, objects.SizeOf("k", Expect.None));
        foreach (int offset in new[] { 0, 1, Part - 1, Part, Part + 1, size - 1, size }.Where(o => o >= 0 && o <= size)) Assert.Equal(bytes[offset..], ReadAll("k", offset));
    }

    [Fact]
    public void What_is_missing_is_null()
    {
        Assert.Null(objects.SizeOf("k", Expect.None));
        Assert.Null(objects.Open("k", 0, Expect.None));
        objects.Delete("k", Expect.None);
    }

    [Fact]
    public void An_object_is_put_once_unless_it_is_replaced()
    {
        Assert.True(objects.Put("k", "first"u8.ToArray(), overwrite: false, Expect.None));
        Assert.False(objects.Put("k", "second"u8.ToArray(), overwrite: false, Expect.None));
        Assert.Equal("first"u8.ToArray(), ReadAll("k"));
        Assert.True(objects.Put("k", "third"u8.ToArray(), overwrite: true, Expect.None));
        Assert.Equal("third"u8.ToArray(), ReadAll("k"));
        objects.Delete("k", Expect.None);
        Assert.Equal((0L, 0L), (Count("objects"), Count("object_parts")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_that_put_the_same_key_one_writes_it_or_each_replaces_it(bool overwrite)
    {
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)i, Part + 10).ToArray())];
        bool[] written = await Task.WhenAll(contents.Select(c => Task.Run(() => objects.Put("k", c, overwrite, Expect.None))));
        Assert.Equal(overwrite ? 8 : 1, written.Count(w => w));
        byte[] read = ReadAll("k");
        Assert.Contains(contents, c => c.AsSpan().SequenceEqual(read));
        Assert.Equal((1L, 2L), (Count("objects"), Count("object_parts")));
    }

    [Fact]
    public void An_upload_is_no_object_until_it_is_completed()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes((2 * Part) + 5);
        using IObjectUpload upload = objects.BeginUpload("k", Expect.None);
        upload.Add(bytes.AsMemory(0, Part + 3), Expect.None);
        Assert.Null(objects.SizeOf("k", Expect.None));
        Assert.Null(objects.Open("k", 0, Expect.None));
        Assert.Empty(objects.List("", Expect.None));
        Assert.Equal("k", Assert.Single(objects.Unfinished(Expect.None)).Key);
        upload.Add(bytes.AsMemory(Part + 3), Expect.None);
        Assert.True(upload.Complete(overwrite: false, Expect.None));
        Assert.Empty(objects.Unfinished(Expect.None));
        Assert.Equal(bytes, ReadAll("k"));
        Assert.Equal(bytes[(Part + 2)..], ReadAll("k", Part + 2));
    }

    [Fact]
    public void An_upload_that_is_not_completed_or_comes_second_leaves_nothing()
    {
        using (IObjectUpload given = objects.BeginUpload("k", Expect.None)) given.Add(new byte[Part], Expect.None);
        Assert.Equal((0L, 0L), (Count("objects"), Count("object_parts")));
        using (IObjectUpload second = objects.BeginUpload("k", Expect.None))
        {
            second.Add("second"u8.ToArray(), Expect.None);
            objects.Put("k", "first"u8.ToArray(), overwrite: false, Expect.None);
            Assert.False(second.Complete(overwrite: false, Expect.None));
        }

        Assert.Equal("first"u8.ToArray(), ReadAll("k"));
        using (IObjectUpload third = objects.BeginUpload("k", Expect.None))
        {
            third.Add("third"u8.ToArray(), Expect.None);
            Assert.True(third.Complete(overwrite: true, Expect.None));
        }

        Assert.Equal("third"u8.ToArray(), ReadAll("k"));
        Assert.Equal((1L, 1L), (Count("objects"), Count("object_parts")));
    }

    [Fact]
    public void An_upload_that_was_aborted_by_another_process_cannot_be_completed()
    {
        using IObjectUpload upload = objects.BeginUpload("k", Expect.None);
        upload.Add("bytes"u8.ToArray(), Expect.None);
        objects.Abort(objects.Unfinished(Expect.None).Single(), Expect.None);
        Assert.Contains("taken too long", Expect.Refused("StoreUnavailable", () => upload.Complete(overwrite: false, Expect.None)).Message, StringComparison.Ordinal);
        Assert.Equal((0L, 0L), (Count("objects"), Count("object_parts")));
    }

    [Fact]
    public void Aborting_does_not_touch_a_completed_object()
    {
        using IObjectUpload upload = objects.BeginUpload("k", Expect.None);
        UnfinishedUpload seen = objects.Unfinished(Expect.None).Single();
        upload.Complete(overwrite: false, Expect.None);
        objects.Abort(seen, Expect.None);
        Assert.Equal(0, objects.SizeOf("k", Expect.None));
    }

    [Fact]
    public void A_list_has_all_keys_with_the_prefix()
    {
        Execute("INSERT INTO objects (pk, key, size, written_at) SELECT -n, 'a%/' || n, n, 0 FROM generate_series(1, 2500) n");
        objects.Put("a", default, overwrite: false, Expect.None);
        objects.Put("ab/1", default, overwrite: false, Expect.None);
        List<StoredObject> listed = [.. objects.List("a%/", Expect.None)];
        Assert.Equal(Enumerable.Range(1, 2500).Select(n => ($"a%/{n}", (long)n)).Order(), listed.Select(o => (o.Key, o.Size)).Order());
        Assert.Equal(2502, objects.List("", Expect.None).Count());
    }

    [Fact]
    public void A_reader_keeps_nothing_between_parts_and_notices_that_the_object_was_deleted()
    {
        objects.Put("k", RandomNumberGenerator.GetBytes(3 * Part), overwrite: false, Expect.None);
        using Stream content = objects.Open("k", 0, Expect.None)!;
        content.ReadExactly(new byte[Part]);
        SpinWait.SpinUntil(() => Number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'") == 0, TimeSpan.FromSeconds(10));
        Assert.Equal(0, Number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND query LIKE '%object%'"));
        objects.Delete("k", Expect.None);
        Assert.Throws<IOException>(() => content.ReadExactly(new byte[Part]));
    }

    [Fact]
    public void Bytes_on_the_way_do_not_wait_for_the_lock_of_the_store()
    {
        database.Write(
            connection =>
            {
                connection.Execute("UPDATE store_info SET value = value");
                Assert.True(objects.Put("k", new byte[Part], overwrite: false, Expect.None));
                using IObjectUpload upload = objects.BeginUpload("k2", Expect.None);
                upload.Add(new byte[Part], Expect.None);
                return upload.Complete(overwrite: false, Expect.None);
            },
            Expect.None);
        Assert.Equal(["k", "k2"], objects.List("", Expect.None).Select(o => o.Key));
    }

    [Fact]
    public void Parts_are_outside_of_their_rows_and_not_compressed()
    {
        objects.Put("k", new byte[3 * Part], overwrite: false, Expect.None);
        Assert.Equal(3 * Part, Number("SELECT sum(pg_column_size(data)) FROM object_parts"));
        Assert.True(Number("SELECT pg_relation_size('object_parts')") < Part);
    }

    private byte[] ReadAll(string key, long offset = 0)
    {
        using Stream content = objects.Open(key, offset, Expect.None)!;
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    private long Count(string table) => Number($"SELECT count(*) FROM {table}");

    private long Number(string sql) => Convert.ToInt64(Run(sql, command => command.ExecuteScalar()), System.Globalization.CultureInfo.InvariantCulture);

    private void Execute(string sql) => Run(sql, command => command.ExecuteNonQuery());

    private T Run<T>(string sql, Func<NpgsqlCommand, T> run)
    {
        using var connection = new NpgsqlConnection($"{PostgresServer.Shared.ConnectionString(address.Database!)};Search Path={address.Schema}");
        connection.Open();
        using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return run(command);
    }
}
