using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Artifacts;

/// <summary>The columns of the files of folder artifacts.</summary>
internal static class ArtifactFileColumns
{
    private static readonly RecordColumns<ArtifactFile> All = new("artifact_files", "f");
    private static readonly Column<ArtifactFile, long> ArtifactPk = All.Int64("f.artifact_pk");
    private static readonly Column<ArtifactFile, string> Path = All.String("path", f => f.Path);
    private static readonly Column<ArtifactFile, long> Size = All.Int64("size", f => f.Size);
    private static readonly Column<ArtifactFile, string> Digest = All.String("digest", f => f.Digest);

    private static readonly Insertion<ArtifactFile> Insertion = All.Insert("artifact_pk");

    /// <summary>Loads the files of folder artifacts, by the internal keys of the artifacts.</summary>
    public static ILookup<long, ArtifactFile> Load(StoreConnection connection, IEnumerable<long> artifactPks) => connection.Query(
        $"SELECT {All} FROM {All.Table} f WHERE f.artifact_pk IN (SELECT value FROM json_each(@1)) ORDER BY f.artifact_pk, f.path",
        row => (Pk: ArtifactPk.Read(row), File: new ArtifactFile { Path = Path.Read(row), Size = Size.Read(row), Digest = Digest.Read(row) }),
        SqlList.Of(artifactPks)).ToLookup(f => f.Pk, f => f.File);

    /// <summary>Inserts a file and validates its path, size and digest.</summary>
    public static void Add(StoreConnection connection, long artifactPk, ArtifactFile file)
    {
        ArtifactRules.CheckFilePath(file.Path);
        ArtifactRules.CheckSize(file.Size);
        Insertion.PostWithoutKey(connection, file with { Digest = ArtifactRules.CheckDigest(file.Digest) }, artifactPk);
    }
}
