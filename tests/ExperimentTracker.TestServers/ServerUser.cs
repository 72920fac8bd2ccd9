using System.Diagnostics;

namespace ExperimentTracker.TestServers;

/// <summary>
/// The ordinary user that servers run as. PostgreSQL and PgBouncer refuse to run as root. When the tests do, the servers run as "postgres", or else
/// as "nobody"; otherwise as the user of the tests.
/// </summary>
internal static class ServerUser
{
    private static readonly Lazy<string?> Other = new(() => Environment.IsPrivilegedProcess ? Array.Find(["postgres", "nobody"], Exists) : null);

    /// <summary>Why no server can run as an ordinary user here, or <see langword="null"/>.</summary>
    public static string? Obstacle => !OperatingSystem.IsLinux() ? "The tests start servers only on Linux."
        : !Environment.IsPrivilegedProcess ? null
        : Other.Value is null ? "The tests run as root, and there is no user 'postgres' or 'nobody' that a server could run as."
        : Programs.Find("setpriv") is null ? "The tests run as root, and 'setpriv' is not on the PATH; on Debian: apt-get install util-linux."
        : null;

    /// <summary>Runs a program as this user, in a folder of this user's, and waits for it.</summary>
    /// <returns>Its output and errors, or <see langword="null"/> as the first when it failed.</returns>
    public static (string? Output, string Errors) Run(string folder, string program, params string[] arguments)
    {
        string[] command = Command([program, .. arguments]);
        return Programs.Run(Describe(command[0], command[1..], folder));
    }

    /// <summary>Starts a server as this user, in a folder of this user's. What it prints is appended to a file.</summary>
    public static Process Start(string folder, string log, string program, params string[] arguments) => Process.Start(
        Describe("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log, .. Command([program, .. arguments])], folder))!;

    /// <summary>Gives a file or a folder, with what is in it, to this user.</summary>
    public static void Own(string path)
    {
        if (Other.Value is not { } name) return;
        (string? output, string errors) = Programs.Run(Describe("chown", ["-R", name, path], "/"));
        if (output is null) throw new ServerException($"chown -R {name} {path} failed: {errors}");
    }

    private static string[] Command(string[] command) => Other.Value is { } name
        ? ["setpriv", $"--reuid={name}", $"--regid={GroupOf(name)}", "--init-groups", "--", .. command]
        : command;

    private static ProcessStartInfo Describe(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        // The defaults of PostgreSQL's programs, which must not be those of the caller.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static bool Exists(string name) => Account(name) is not null;

    private static string GroupOf(string name) => Account(name)![3];

    private static string[]? Account(string name) => !OperatingSystem.IsLinux() ? null
        : File.ReadLines("/etc/passwd").Select(l => l.Split(':')).FirstOrDefault(fields => fields.Length > 3 && fields[0] == name);
}
