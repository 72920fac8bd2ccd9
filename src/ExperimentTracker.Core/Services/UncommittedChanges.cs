using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Redaction;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>The differences of a work tree from its commit.</summary>
/// <param name="Patch">The changes of tracked files, staged or not, as <c>git diff</c> writes them; <c>''</c> for none.</param>
/// <param name="Untracked">The names of the files that git neither tracks nor ignores, one per line, without their content.</param>
public sealed record UncommittedChanges(string Patch, string Untracked)
{
    /// <summary>The key of the artifact with the changes.</summary>
    public const string PatchKey = "git/uncommitted.diff";

    /// <summary>The key of the artifact with the names of untracked files.</summary>
    public const string UntrackedKey = "git/untracked.txt";

    private const string PatchMediaType = "text/x-diff";

    /// <summary>Reads the changes with git.</summary>
    /// <returns><see langword="null"/> when git fails.</returns>
    public static UncommittedChanges? Of(GitWorkTree tree)
    {
        // Before the first commit, only what is staged can be compared.
        string[] against = tree.Commit is null ? ["--cached"] : ["HEAD"];
        string? patch = GitProgram.Run(tree.Root, ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--submodule=short", .. against]);
        string? untracked = GitProgram.Run(tree.Root, "ls-files", "--others", "--exclude-standard");
        return patch is null || untracked is null ? null : new(patch, untracked);
    }

    /// <summary>Adds the changes as artifacts of a run, with secrets redacted. An empty part is not added.</summary>
    /// <exception cref="TrackerException">The errors of <see cref="IArtifactStore.Commit"/>.</exception>
    public void Save(IExperimentStore store, string runId, SecretRedactor redactor, CancellationToken cancellation = default)
    {
        Add(PatchKey, Patch, "diff", PatchMediaType);
        Add(UntrackedKey, Untracked, "file list", MediaTypes.Text);

        void Add(string key, string text, string type, string mediaType)
        {
            if (text.Length == 0) return;
            var draft = new ArtifactDraft { OwnerType = RecordType.Run, OwnerId = runId, Key = key, Type = type, MediaType = mediaType, Replace = true };
            ArtifactIntake.AddText(store, draft, redactor.Text(text), cancellation);
        }
    }
}
