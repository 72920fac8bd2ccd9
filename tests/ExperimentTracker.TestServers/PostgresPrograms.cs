using System.Globalization;

namespace ExperimentTracker.TestServers;

/// <summary>The programs of PostgreSQL: in the folder that the environment variable PGBIN names, else where Debian installs them (newest first), else on the PATH.</summary>
internal static class PostgresPrograms
{
    private const string DebianFolder = "/usr/lib/postgresql";
    private const int OldestMajor = 15;
    private static readonly Lazy<(string? Folder, string? Obstacle)> Found = new(Look);

    /// <summary>Why there are none here, or <see langword="null"/>.</summary>
    public static string? Obstacle => Found.Value.Obstacle;

    /// <summary>The path of a program.</summary>
    public static string PathOf(string program) => Path.Combine(Found.Value.Folder!, program);

    private static (string? Folder, string? Obstacle) Look()
    {
        string? chosen = Environment.GetEnvironmentVariable("PGBIN");
        string? folder = string.IsNullOrEmpty(chosen) ? Candidates().FirstOrDefault(IsComplete) : IsComplete(chosen) ? chosen : null;
        if (folder is null)
        {
            string place = string.IsNullOrEmpty(chosen) ? $"Neither {DebianFolder}/*/bin nor the PATH has" : $"PGBIN is {chosen}, which does not have";
            return (null, $"{place} PostgreSQL's programs 'postgres' and 'initdb'; on Debian: apt-get install postgresql.");
        }

        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        (string? version, string errors) = Programs.Run(new(Path.Combine(folder, "postgres"), ["--version"]));
        string number = version?.Split(' ').ElementAtOrDefault(2) ?? "";
        bool read = int.TryParse(new string([.. number.TakeWhile(char.IsAsciiDigit)]), NumberStyles.None, CultureInfo.InvariantCulture, out int major);
        return !read ? (null, $"'{folder}/postgres --version' does not tell a version: {version ?? errors}")
            : major < OldestMajor ? (null, $"The tests need PostgreSQL {OldestMajor} or later, and {folder} has {number.Trim()}.")
            : (folder, null);
    }

    private static IEnumerable<string> Candidates()
    {
        IEnumerable<string> debian = Directory.Exists(DebianFolder)
            ? Directory.EnumerateDirectories(DebianFolder).OrderByDescending(f => Version.TryParse($"{Path.GetFileName(f)}.0", out Version? v) ? v : new()).Select(f => Path.Combine(f, "bin"))
            : [];
        return debian.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsComplete(string folder) => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));
}
