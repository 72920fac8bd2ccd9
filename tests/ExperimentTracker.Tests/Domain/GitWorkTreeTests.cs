using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;

namespace ExperimentTracker.Tests.Domain;

/// <summary>Compares what is read from the files of a repository with the output of git.</summary>
public sealed class GitWorkTreeTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Repository => folder.Sub("repo");

    public void Dispose() => folder.Dispose();

    [NeedsToolFact("git")]
    public void The_branch_and_its_commit_are_read_from_anywhere_inside()
    {
        Make();
        folder.Write("repo/deep/er/x.txt", "x");
        foreach (string at in new[] { Repository, folder.Sub("repo", "deep", "er") })
        {
            GitWorkTree tree = GitWorkTree.Find(at)!;
            Assert.Equal((Repository, "main", Git("rev-parse", "HEAD")), (tree.Root, tree.Branch, tree.Commit));
        }

        Git("checkout", "-q", "-b", "feature/näme");
        Commit("second");
        Assert.Equal(("feature/näme", Git("rev-parse", "HEAD")), (GitWorkTree.Find(Repository)!.Branch, GitWorkTree.Find(Repository)!.Commit));
    }

    [NeedsToolFact("git")]
    public void A_detached_head_has_a_commit_and_no_branch()
    {
        Make();
        string first = Git("rev-parse", "HEAD");
        Commit("second");
        Git("checkout", "-q", first);
        Assert.Equal((null, first), (GitWorkTree.Find(Repository)!.Branch, GitWorkTree.Find(Repository)!.Commit));
    }

    [NeedsToolFact("git")]
    public void A_packed_branch_is_found()
    {
        Make();
        Git("tag", "-a", "v1", "-m", "annotated");
        Git("branch", "x/main");
        Commit("second");
        Git("pack-refs", "--all");
        Assert.False(File.Exists(folder.Sub("repo", ".git", "refs", "heads", "main")));
        Assert.Equal(Git("rev-parse", "HEAD"), GitWorkTree.Find(Repository)!.Commit);
        Commit("third");
        Assert.Equal(Git("rev-parse", "HEAD"), GitWorkTree.Find(Repository)!.Commit);
    }

    [NeedsToolFact("git")]
    public void A_linked_work_tree_has_its_own_branch()
    {
        Make();
        Git("worktree", "add", "-q", "-b", "other", folder.Sub("linked"));
        GitIn(folder.Sub("linked"), "commit", "-q", "--allow-empty", "-m", "there");
        GitWorkTree linked = GitWorkTree.Find(folder.Sub("linked"))!;
        Assert.Equal((folder.Sub("linked"), "other", GitIn(folder.Sub("linked"), "rev-parse", "HEAD")), (linked.Root, linked.Branch, linked.Commit));
        Assert.Equal("main", GitWorkTree.Find(Repository)!.Branch);
        Git("pack-refs", "--all");
        Assert.Equal(linked.Commit, GitWorkTree.Find(folder.Sub("linked"))!.Commit);
    }

    [NeedsToolFact("git")]
    public void A_submodule_has_its_own_work_tree()
    {
        Make();
        Directory.CreateDirectory(folder.Sub("outer"));
        GitIn(folder.Sub("outer"), "init", "-q");
        GitIn(folder.Sub("outer"), "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", Repository, "inner");
        GitWorkTree inner = GitWorkTree.Find(folder.Sub("outer", "inner"))!;
        Assert.Equal((folder.Sub("outer", "inner"), Git("rev-parse", "HEAD")), (inner.Root, inner.Commit));
    }

    [NeedsToolFact("git")]
    public void Before_the_first_commit_there_is_a_branch_and_no_commit()
    {
        Make(commit: false);
        Assert.Equal(("main", null), (GitWorkTree.Find(Repository)!.Branch, GitWorkTree.Find(Repository)!.Commit));
    }

    [NeedsToolFact("git")]
    public void Changed_and_untracked_files_make_a_work_tree_dirty()
    {
        Make();
        GitWorkTree tree = GitWorkTree.Find(Repository)!;
        Assert.False(tree.HasChanges());
        folder.Write("repo/new.txt", "untracked");
        Assert.True(tree.HasChanges());
        Git("add", ".");
        Assert.True(tree.HasChanges());
        Git("commit", "-q", "-m", "added");
        Assert.False(tree.HasChanges());
        folder.Write("repo/.gitignore", "*.log\n");
        Git("add", ".");
        Git("commit", "-q", "-m", "ignored");
        folder.Write("repo/x.log", "ignored");
        Assert.False(tree.HasChanges());
        File.Delete(folder.Sub("repo", "new.txt"));
        Assert.True(tree.HasChanges());
    }

    [NeedsToolFact("git")]
    public async Task Whether_there_are_changes_is_recorded_on_the_run()
    {
        Make();
        folder.Write("repo/new.txt", "untracked");
        using StoreUnderTest underTest = StoreUnderTest.InMemory();
        IExperimentStore store = underTest.Store;
        Run run = store.NewRun(new RunDraft { ExperimentId = store.NewExperiment().Id, Origin = RunOrigins.Capture(Repository) });
        Assert.Equal(("main", Git("rev-parse", "HEAD"), null), (run.Origin.GitBranch, run.Origin.GitCommit, run.Origin.GitDirty));
        await RunOrigins.RecordChangesAsync(store, run);
        Assert.True(store.Again(run).Origin.GitDirty);
        store.Dispose();
        await RunOrigins.RecordChangesAsync(store, run);
    }

    [NeedsToolFact("git")]
    public async Task Thousands_of_runs_leave_the_thread_pool_to_others()
    {
        Make();
        using StoreUnderTest underTest = StoreUnderTest.InMemory();
        Run run = underTest.Store.NewRun(new RunDraft { ExperimentId = underTest.Store.NewExperiment().Id, Origin = RunOrigins.Capture(Repository) });
        Task[] all = [.. Enumerable.Range(0, 2000).Select(_ => RunOrigins.RecordChangesAsync(underTest.Store, run))];
        await Task.Run(() => { }).WaitAsync(TimeSpan.FromSeconds(10));
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(underTest.Store.Again(run).Origin.GitDirty);
    }

    [Theory]
    [InlineData("HEAD", "")]
    [InlineData("HEAD", "ref: refs/heads/gone")]
    [InlineData("HEAD", "ref: refs/heads/loop")]
    [InlineData("nothing", "")]
    public void An_invalid_repository_has_no_commit_and_is_no_error(string file, string content)
    {
        folder.Write($"repo/.git/{file}", content);
        folder.Write("repo/.git/refs/heads/loop", "ref: refs/heads/loop");
        Assert.True(string.IsNullOrEmpty(GitWorkTree.Find(Repository)?.Commit));
    }

    [Fact]
    public void Where_there_is_no_repository_there_is_no_work_tree()
    {
        folder.Write("plain/.git", "not a link");
        Assert.Null(GitWorkTree.Find(folder.Sub("plain")));
        folder.Write("lost/.git", "gitdir: /nowhere/at/all");
        Assert.Null(GitWorkTree.Find(folder.Sub("lost")));
        Assert.Null(GitWorkTree.Find(folder.Sub("does not exist")));
    }

    private void Make(bool commit = true)
    {
        Directory.CreateDirectory(Repository);
        Git("init", "-q");
        Git("symbolic-ref", "HEAD", "refs/heads/main");
        if (commit) Commit("first");
    }

    private void Commit(string message) => Git("commit", "-q", "--allow-empty", "-m", message);

    private string Git(params string[] arguments) => GitIn(Repository, arguments);

    private static string GitIn(string at, params string[] arguments) => Tools.Run(
        "git", at, ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", .. arguments]).Trim();
}
