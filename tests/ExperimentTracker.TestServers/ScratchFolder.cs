using System.Diagnostics;

namespace ExperimentTracker.TestServers;

/// <summary>
/// A temporary folder of servers. A shell watches this process through a pipe: when this process has ended, however it did, the shell ends the processes
/// that run in the folder and deletes it. It is no child of this process, so that it outlives one that is killed with all its children. What is left when
/// it was killed too is deleted by the next process that makes such a folder.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "experimenttracker-servers-";

    // Processes are found by their current folder, so that none is ended that has merely got the number of another. What PostgreSQL keeps of its
    // shared memory outlives it only after SIGKILL; its number is in postmaster.pid.
    private const string Watch = """
        exec 3<&0
        (
            trap '' INT HUP TERM
            exec >/dev/null 2>&1
            read -r line <&3
            inside() { find /proc/[0-9]*/cwd -maxdepth 0 -lname "$1/*" | tr -dc '0-9\n'; }
            for signal in QUIT KILL; do
                running=$(inside "$1")
                [ -z "$running" ] && break
                kill -s $signal $running
                tries=0
                while [ $tries -lt 50 ] && [ -n "$(inside "$1")" ]; do sleep 0.1; tries=$((tries + 1)); done
            done
            memory=$(sed -n 7p "$1/data/postmaster.pid" | tr -s ' ' | sed 's/^ //' | cut -d ' ' -f 2)
            [ -n "$memory" ] && ipcrm -m "$memory"
            rm -rf "$1"
        ) </dev/null &
        """;

    private static readonly Lazy<string?> Parent = new(() => Array.Find([System.IO.Path.GetTempPath(), "/tmp", "/var/tmp"], IsOpen));
    private readonly Process watcher;

    /// <summary>Makes a folder.</summary>
    public ScratchFolder()
    {
        DeleteLeftovers();
        string name = $"{Prefix}{Namespace}-{Environment.ProcessId}-{Guid.NewGuid():N}";
        Path = Directory.CreateDirectory(System.IO.Path.Combine(Parent.Value!, name), (UnixFileMode)0b111_101_101).FullName;
        watcher = StartWatcher(Path);
    }

    /// <summary>Why servers can use no temporary folder here, or <see langword="null"/>.</summary>
    public static string? Obstacle => ServerUser.Obstacle ?? (Parent.Value is null ? $"The user of the servers may enter neither {System.IO.Path.GetTempPath()} nor /tmp nor /var/tmp." : null);

    public string Path { get; }

    // Process ids are those of a pid namespace. Two of them can share a temporary folder.
    private static string Namespace => new string([.. (new FileInfo("/proc/self/ns/pid").LinkTarget ?? "").Where(char.IsAsciiDigit)]);

    /// <summary>A path inside; nothing is created.</summary>
    public string Sub(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a folder inside that belongs to the user of the servers.</summary>
    public string MakeOwned(string name)
    {
        string path = Directory.CreateDirectory(Sub(name), (UnixFileMode)0b111_000_000).FullName;
        ServerUser.Own(path);
        return path;
    }

    /// <summary>Ends the processes inside and deletes the folder.</summary>
    public void Dispose()
    {
        watcher.StandardInput.Close();
        watcher.Dispose();
        SpinWait.SpinUntil(() => !Directory.Exists(Path), TimeSpan.FromSeconds(15));
    }

    /// <summary>The processes that run in a folder inside.</summary>
    public IEnumerable<int> Running(string name)
    {
        string folder = Sub(name);
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(System.IO.Path.GetFileName(process), out int id) && CurrentFolder(process) == folder) yield return id;
        }
    }

    private static string? CurrentFolder(string process)
    {
        try
        {
            return new FileInfo($"{process}/cwd").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to another user.
            return null;
        }
    }

    private static bool IsOpen(string folder) => ServerUser.Obstacle is null && ServerUser.Run("/", "test", "-x", folder).Output is not null;

    private static Process StartWatcher(string folder) => Process.Start(
        new ProcessStartInfo("/bin/sh", ["-c", Watch, "sh", folder]) { RedirectStandardInput = true, WorkingDirectory = "/" })!;

    private static void DeleteLeftovers()
    {
        foreach (string folder in Directory.EnumerateDirectories(Parent.Value!, $"{Prefix}{Namespace}-*"))
        {
            string owner = System.IO.Path.GetFileName(folder).Split('-')[^2];
            if (Directory.Exists($"/proc/{owner}")) continue;
            using Process watcher = StartWatcher(folder);
            watcher.StandardInput.Close();
        }
    }
}
