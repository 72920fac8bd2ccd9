using ExperimentTracker.Benchmarks.Limits;
using ExperimentTracker.Services;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>Adds artifacts, both new and already stored contents, and compares with the tools of the system.</summary>
internal static class ArtifactWorks
{
    public static IEnumerable<Row> Run(Paired paired, int megabytes)
    {
        if (!OperatingSystem.IsLinux()) yield break;
        using var lab = new Lab();
        Run run = lab.NewRun();
        string file = Path.Combine(lab.Folder, "content");
        string copy = Path.Combine(lab.Folder, "copy");
        byte[] bytes = new byte[megabytes << 20];
        int key = 0;
        void Renew()
        {
            Random.Shared.NextBytes(bytes);
            File.WriteAllBytes(file, bytes);

            // Flush the file first. Otherwise the first reader, the module, competes with the write-back of the file.
            NativeInsert.Run("sync", [file]);
        }

        void Add() => ArtifactIntake.AddFile(lab.Store, new() { OwnerType = RecordType.Run, OwnerId = run.Id, Key = $"{key++}" }, file, null, default);
        double Hash() => Paired.Time(() => NativeInsert.Run("openssl", ["dgst", "-sha256", file]));
        double Slower()
        {
            double hash = Hash();
            double copied = Paired.Time(() => NativeInsert.Run("sh", ["-c", $"cp '{file}' '{copy}' && sync '{copy}'"]));
            File.Delete(copy);
            Renew();
            return Math.Max(hash, copied);
        }

        Renew();
        yield return paired.Measure($"store an artifact of {megabytes} MB", "artifact", 1, Add, "the slower of cp and sync, and openssl", Slower, 1.2);
        Add();
        yield return paired.Measure($"store the same {megabytes} MB again", "artifact", 1, Add, "openssl", Hash, 1.2);
    }
}
