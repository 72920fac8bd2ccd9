namespace ExperimentTracker.Provenance;

/// <summary>
/// The git work tree that contains a folder, read from git's own files (gitrepository-layout(5)), because starting git would take milliseconds.
/// </summary>
public sealed class GitWorkTree
{
    private const int MostLinks = 5;

    private readonly string gitFolder;
    private readonly string commonFolder;

    private GitWorkTree(string root, string gitFolder)
    {
        Root = root;
        this.gitFolder = gitFolder;
        string common = Path.Combine(gitFolder, "commondir");
        commonFolder = File.Exists(common) ? Path.GetFullPath(File.ReadAllText(common).Trim(), gitFolder) : gitFolder;
        (Branch, Commit) = ReadHead();
    }

    /// <summary>The top folder of the work tree.</summary>
    public string Root { get; }

    /// <summary>The branch that is checked out, or <see langword="null"/> for a detached head.</summary>
    public string? Branch { get; }

    /// <summary>The commit that is checked out, in hexadecimal, or <see langword="null"/> before the first one.</summary>
    public string? Commit { get; }

    /// <summary>Finds the work tree that contains a folder.</summary>
    /// <returns><see langword="null"/> when there is none, or when it cannot be read.</returns>
    public static GitWorkTree? Find(string folder)
    {
        try
        {
            for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
            {
                string git = Path.Combine(at.FullName, ".git");
                if (Directory.Exists(git)) return new GitWorkTree(at.FullName, git);
                if (!File.Exists(git)) continue;
                string text = File.ReadAllText(git).Trim();
                const string marker = "gitdir:";
                if (!text.StartsWith(marker, StringComparison.Ordinal)) return null;
                return new GitWorkTree(at.FullName, Path.GetFullPath(text[marker.Length..].Trim(), at.FullName));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A repository that cannot be read is treated as none.
        }

        return null;
    }

    /// <summary>Finds the work tree of a run: that of its script, else that of its working directory.</summary>
    public static GitWorkTree? Of(RunOrigin origin) =>
        (Path.GetDirectoryName(origin.Script) is { Length: > 0 } folder ? Find(folder) : null)
        ?? (origin.WorkingDirectory is { } working ? Find(working) : null);

    /// <summary>Runs git to determine whether there are uncommitted changes, including untracked files.</summary>
    /// <returns><see langword="null"/> when git is not installed or does not finish within half a minute.</returns>
    public bool? HasChanges() => GitProgram.Run(Root, "status", "--porcelain") is { } changes ? changes.Length > 0 : null;

    private (string? Branch, string? Commit) ReadHead()
    {
        const string reference = "ref:";
        const string heads = "refs/heads/";
        string head = File.ReadAllText(Path.Combine(gitFolder, "HEAD")).Trim();
        if (!head.StartsWith(reference, StringComparison.Ordinal)) return (null, head);
        string name = head[reference.Length..].Trim();
        return (name.StartsWith(heads, StringComparison.Ordinal) ? name[heads.Length..] : name, Resolve(name, MostLinks));
    }

    private string? Resolve(string name, int linksLeft)
    {
        foreach (string folder in new[] { gitFolder, commonFolder })
        {
            string loose = Path.Combine(folder, name);
            if (!File.Exists(loose)) continue;
            string text = File.ReadAllText(loose).Trim();
            return !text.StartsWith("ref:", StringComparison.Ordinal) ? text : linksLeft > 0 ? Resolve(text[4..].Trim(), linksLeft - 1) : null;
        }

        string packed = Path.Combine(commonFolder, "packed-refs");
        if (!File.Exists(packed)) return null;
        string? line = File.ReadLines(packed).FirstOrDefault(l => l.EndsWith(" " + name, StringComparison.Ordinal));
        return line?[..line.IndexOf(' ', StringComparison.Ordinal)];
    }
}
