using ExperimentTracker.Contracts.Stores;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Stress;

/// <summary>
/// Opens stores whose files were damaged at random or forged, and uses everything in them. Each operation must succeed or report a clear error, and
/// must not change anything outside the store.
/// </summary>
/// <param name="folder">The folder for the stores.</param>
/// <param name="seed">The seed of the damage.</param>
public sealed class DamagedStores(string folder, int seed)
{
    private const string Trial = "damaged stores";
    private const int PageSize = 1024;

    private readonly string template = Path.Combine(folder, "template");
    private readonly string openCopy = Path.Combine(folder, "open copy");
    private List<(string Table, string Column)> columns = [];

    private string Work => Path.Combine(folder, "damaged", "store");

    public void Run(int inputs, Figures figures)
    {
        MakeTemplates();
        long refused = 0;
        var failures = new Failures(seed);
        for (int i = 0; i < inputs; i++)
        {
            var random = new Random(seed + i);
            failures.Try(i, () => refused += Try(random) ? 1 : 0);
        }

        failures.ThrowIfAny();
        figures.Add(Trial, "files tried", inputs);
        figures.Add(Trial, "of these refused with a clear error", refused);
        figures.Add(Trial, "other errors", 0);
    }

    // One whose write-ahead log was checkpointed, and one that was copied while it was open.
    private void MakeTemplates()
    {
        using (IExperimentStore store = StoreIntegrity.Open(template)) FullStore.Fill(store);
        using (IExperimentStore store = StoreIntegrity.Open(Path.Combine(folder, "open")))
        {
            FullStore.Fill(store);
            Copy(store.Path, openCopy);
        }

        using SqliteConnection connection = Connect(template);
        foreach (string table in Texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'powers_of_two'"))
        {
            columns.AddRange(Texts(connection, $"SELECT name FROM pragma_table_info('{table}')").Select(column => (table, column)));
        }
    }

    /// <returns>Whether an operation reported an error.</returns>
    private bool Try(Random random)
    {
        string damaged = Path.GetDirectoryName(Work)!;
        if (Directory.Exists(damaged)) Directory.Delete(damaged, recursive: true);
        int kind = random.Next(10);
        Copy(kind == 9 ? openCopy : template, Work);
        string database = Path.Combine(Work, "tracker.db");
        if (kind < 5) Falsify(random, 1 + random.Next(3));
        else if (kind == 9) Damage(database + "-wal", random);
        else Damage(database, random);

        // Nothing beside the store may be created or deleted.
        File.WriteAllText(Path.Combine(damaged, "beside.txt"), "mine");
        bool refused = Use();
        string[] beside = [.. Directory.EnumerateFileSystemEntries(damaged).Select(e => Path.GetFileName(e)!).Order()];
        if (!beside.SequenceEqual(["beside.txt", "store"])) throw new TrialException($"The folder beside the store now contains {string.Join(", ", beside)}.");
        return refused;
    }

    private bool Use()
    {
        IExperimentStore store;
        try
        {
            store = StoreIntegrity.Open(Work);
        }
        catch (TrackerException)
        {
            return true;
        }

        using (store)
        {
            int refused = StoreReading.ReadAll(store).Count + StoreReading.WriteSome(store).Count;
            StoreReading.ReadAll(store);
            return refused > 0;
        }
    }

    private static void Damage(string file, Random random)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int page = random.Next(bytes.Length / PageSize) * PageSize;
        switch (random.Next(6))
        {
            case 0: // flipped bits
                for (int i = random.Next(1, 9); i > 0; i--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 1: // a block of zeros
                Array.Clear(bytes, random.Next(bytes.Length - 512), 512);
                break;
            case 2: // truncated
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            case 3: // a page of random bytes
                random.NextBytes(bytes.AsSpan(page, Math.Min(PageSize, bytes.Length - page)));
                break;
            case 4: // a page at the position of another
                bytes.AsSpan(random.Next(bytes.Length / PageSize) * PageSize, PageSize).CopyTo(bytes.AsSpan(page));
                break;
            default: // encrypted, with or without the header
                random.NextBytes(bytes.AsSpan(random.Next(2) * 100));
                break;
        }

        File.WriteAllBytes(file, bytes);
    }

    // Changes rows of an intact file to values that this module never writes.
    private void Falsify(Random random, int changes)
    {
        using SqliteConnection connection = Connect(Work);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON";
        command.ExecuteNonQuery();
        for (int i = 0; i < changes; i++)
        {
            (string table, string column) = random.OneOf(columns);
            object value = random.Next(6) switch
            {
                0 => random.OneOf(HostileValues.Numbers),
                1 => random.OneOf(HostileValues.Reals),
                2 => random.OneOf(HostileValues.NoNames),
                3 => new byte[random.Next(40)],
                4 => random.OneOf<string>(["sha256:../../../../beside.txt", "sha256:..", "sha256:aa/../../../beside.txt", "../beside.txt", "{", "[1,2", "{\"$date\":\"never\"}"]),
                _ => random.OneOf(HostileValues.Texts),
            };
            command.CommandText = $"UPDATE OR IGNORE {table} SET {column} = @v";
            command.Parameters.Clear();
            command.Parameters.AddWithValue("@v", value is double number && double.IsNaN(number) ? DBNull.Value : value);
            try
            {
                command.ExecuteNonQuery();
            }
            catch (SqliteException)
            {
                // The column is NOT NULL, or the key is not a number.
            }
        }
    }

    private static SqliteConnection Connect(string store)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(store, "tracker.db"), Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            if (file.EndsWith("-shm", StringComparison.Ordinal) || file.EndsWith(".lock", StringComparison.Ordinal)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
