using System.ComponentModel;
using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Stress;

/// <summary>
/// Fills the small file system of a store, repeatedly. Each time, the error must be clear, every acknowledged write must exist, reading must work,
/// and writing must work again when there is space.
/// </summary>
/// <param name="folder">The mount point of the file system.</param>
/// <param name="seed">The seed of what is written.</param>
public sealed class FullDisk(string folder, int seed)
{
    private const string Trial = "full disk";
    private const long Ballast = 2_000_000;
    private const long Reserve = 16_384;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Lazy<string?> Reason = new(FindObstacle);

    private readonly Random random = new(seed);
    private long acknowledged;
    private long refused;

    /// <summary>Why this trial cannot run here, or <see langword="null"/>.</summary>
    public static string? Obstacle => Reason.Value;

    private string Disk => Path.Combine(folder, "disk");

    private string Weight => Path.Combine(Disk, "ballast");

    public void Run(int times, Figures figures)
    {
        Directory.CreateDirectory(Disk);
        Mount(Disk, 12);
        try
        {
            using IExperimentStore store = StoreIntegrity.Open(Path.Combine(Disk, "store"));
            Run run = RunFactory.Create(store, new RunRequest { Experiment = "full", Start = true });
            for (int i = 0; i < times; i++)
            {
                // What was freed before is partly in use now.
                File.WriteAllBytes(Weight, new byte[Math.Min(Ballast, new DriveInfo(Disk).AvailableFreeSpace - Reserve)]);
                Fill(store, run);
                Check(store, run);
                CheckThatNoStoreIsCreated();
                File.Delete(Weight);
                Write(store, run, 100);
            }

            store.End(run);
            Check(store, run);
            StoreIntegrity.Check(store);
        }
        finally
        {
            Unmount(Disk);
        }

        figures.Add(Trial, "times the disk was full", times);
        figures.Add(Trial, "writes refused with a clear error", refused);
        figures.Add(Trial, "acknowledged points, all found", acknowledged);
    }

    // Writes until no kind of write fits any more, and not only the largest.
    private void Fill(IExperimentStore store, Run run)
    {
        var content = new byte[300_000];
        for (int failures = 0; failures < 12;)
        {
            random.NextBytes(content);
            bool fits = random.Next(4) switch
            {
                0 => Fits(() => ArtifactIntake.AddBytes(store, StoreSteps.DraftOf(run, Guid.NewGuid().ToString()), content, None)),
                1 => Fits(() => store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("tag", Guid.NewGuid().ToString())), None)),
                2 => Fits(() => RunFactory.Create(store, new RunRequest { Experiment = "full" })),
                _ => Fits(() => Write(store, run, 2000)),
            };
            failures = fits ? 0 : failures + 1;
        }
    }

    private bool Fits(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (TrackerException e) when (e.ErrorId == "StoreFull")
        {
            refused++;
            return false;
        }
    }

    private void Write(IExperimentStore store, Run run, int points)
    {
        store.Log(run, "loss", [.. Enumerable.Range(0, points).Select(i => (acknowledged + i) * 0.5)]);
        acknowledged += points;
    }

    // Opens the store again, as another session would. The disk is full.
    private void Check(IExperimentStore store, Run run)
    {
        using IExperimentStore again = StoreIntegrity.Open(store.Path);
        MetricSeries series = again.Points(run, "loss");
        if (series.Count != acknowledged) throw new TrialException($"{acknowledged} points were acknowledged, and the store has {series.Count}.");
        for (int i = 0; i < series.Count; i++)
        {
            if (series.Values[i] != i * 0.5) throw new TrialException($"Point {i} is {series.Values[i]}.");
        }

        foreach (Artifact artifact in again.Artifacts.Query(new() { OwnerIds = [run.Id] }, None)) ArtifactReader.ReadBytes(again, artifact, null, None);
        StoreIntegrity.CheckFile(Path.Combine(store.Path, "tracker.db"));
    }

    private void CheckThatNoStoreIsCreated()
    {
        string path = Path.Combine(Disk, "beside");
        try
        {
            using IExperimentStore store = StoreIntegrity.Open(path);
            throw new TrialException("A store was created on a full disk.");
        }
        catch (TrackerException e) when (e.ErrorId is "StoreNotCreated" or "StoreFull")
        {
            if (File.Exists(Path.Combine(path, "tracker.db"))) throw new TrialException("An incomplete store was created.");
        }
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux()) return "Only Linux has tmpfs.";
        if (!Environment.IsPrivilegedProcess) return "Only root can mount a small file system.";
        string place = Directory.CreateTempSubdirectory("tracker disk ").FullName;
        try
        {
            Mount(place, 1);
            Unmount(place);
            return null;
        }
        catch (Exception e) when (e is TrialException or Win32Exception)
        {
            return $"No small file system can be mounted here: {e.Message.Trim()}";
        }
        finally
        {
            Directory.Delete(place);
        }
    }

    private static void Mount(string place, int megabytes) => Do("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={megabytes}m"), "tmpfs", place);

    private static void Unmount(string place) => Do("umount", "--lazy", place); // lazy, because this process holds a lock file on it until it ends

    private static void Do(string tool, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new TrialException(error);
    }
}
