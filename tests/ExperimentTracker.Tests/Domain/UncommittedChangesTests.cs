using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Redaction;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Domain;

/// <summary>Compares the uncommitted changes of a work tree with the output of git.</summary>
public sealed class UncommittedChangesTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Repository => folder.Sub("repo");

    public void Dispose() => folder.Dispose();

    [NeedsToolFact("git")]
    public void Staged_and_unstaged_changes_are_one_patch_that_applies()
    {
        Make();
        folder.Write("repo/a.txt", "one\nTWO ü\n");
        folder.Write("repo/b.txt", "changed\n");
        Git("add", "a.txt");
        UncommittedChanges changes = UncommittedChanges.Of(GitWorkTree.Find(Repository)!)!;
        Assert.Equal("", changes.Untracked);
        Git("checkout", "-q", "HEAD", "--", ".");
        Assert.Equal("one\ntwo\n", File.ReadAllText(folder.Sub("repo", "a.txt")));
        Git("apply", folder.Write("changes.diff", changes.Patch));
        Assert.Equal("one\nTWO ü\n", File.ReadAllText(folder.Sub("repo", "a.txt")));
        Assert.Equal("changed\n", File.ReadAllText(folder.Sub("repo", "b.txt")));
    }

    [NeedsToolFact("git")]
    public void Of_untracked_files_only_the_names_are_captured()
    {
        Make();
        folder.Write("repo/.gitignore", "*.log\n");
        folder.Write("repo/deep/näme.txt", "inside");
        folder.Write("repo/x.log", "ignored");
        UncommittedChanges changes = UncommittedChanges.Of(GitWorkTree.Find(Repository)!)!;
        Assert.Equal([".gitignore", "deep/näme.txt"], changes.Untracked.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", changes.Patch);
    }

    [NeedsToolFact("git")]
    public void Before_the_first_commit_what_is_staged_is_the_patch()
    {
        Directory.CreateDirectory(Repository);
        Git("init", "-q");
        folder.Write("repo/a.txt", "new\n");
        Git("add", "a.txt");
        Assert.Contains("+new", UncommittedChanges.Of(GitWorkTree.Find(Repository)!)!.Patch, StringComparison.Ordinal);
    }

    [NeedsToolFact("git")]
    public void What_is_kept_has_no_secrets_and_nothing_is_kept_of_a_clean_work_tree()
    {
        Make();
        using StoreUnderTest underTest = StoreUnderTest.InMemory();
        IExperimentStore store = underTest.Store;
        Run run = store.NewRun();
        var redactor = new SecretRedactor([]);
        UncommittedChanges.Of(GitWorkTree.Find(Repository)!)!.Save(store, run.Id, redactor);
        Assert.Empty(store.Artifacts.Query(new() { OwnerType = RecordType.Run, OwnerIds = [run.Id] }, Expect.None));

        folder.Write("repo/a.txt", "one\npassword=hush\n");
        folder.Write("repo/new.txt", "x");
        UncommittedChanges.Of(GitWorkTree.Find(Repository)!)!.Save(store, run.Id, redactor);
        Artifact[] kept = [.. store.Artifacts.Query(new() { OwnerType = RecordType.Run, OwnerIds = [run.Id] }, Expect.None)];
        Assert.Equal([UncommittedChanges.PatchKey, UncommittedChanges.UntrackedKey], kept.Select(a => a.Key).Order(StringComparer.Ordinal));
        Artifact patch = kept.Single(a => a.Key == UncommittedChanges.PatchKey);
        string text = System.Text.Encoding.UTF8.GetString(ArtifactReader.ReadBytes(store, patch, null, Expect.None));
        Assert.Contains("+password=***", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
    }

    [NeedsToolFact("git")]
    public void A_repository_that_git_refuses_has_no_answer()
    {
        Make();
        GitWorkTree tree = GitWorkTree.Find(Repository)!;
        folder.Write("repo/.git/config", "[broken");
        Assert.Null(UncommittedChanges.Of(tree));
    }

    private void Make()
    {
        Directory.CreateDirectory(Repository);
        Git("init", "-q");
        folder.Write("repo/a.txt", "one\ntwo\n");
        folder.Write("repo/b.txt", "as it was\n");
        Git("add", ".");
        Git("commit", "-q", "-m", "first");
    }

    private string Git(params string[] arguments) => Tools.Run(
        "git", Repository, ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", .. arguments]).Trim();
}
