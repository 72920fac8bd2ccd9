using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ExperimentTracker.Benchmarks.Limits;

/// <summary><c>insert.c</c>, compiled against the native SQLite of the module. It requires a C compiler.</summary>
internal static class NativeInsert
{
    /// <summary>Compiles the program.</summary>
    /// <returns>Its path; or <see langword="null"/> and the reason.</returns>
    public static (string? Program, string Reason) Build(string folder)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "insert.c");
        if (!File.Exists(source)) source = Path.Combine(AppContext.BaseDirectory, "Limits", "insert.c");
        string native = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier.Split('-') is [_, var cpu] ? $"linux-{cpu}" : "linux-x64", "native", "libe_sqlite3.so");
        if (!OperatingSystem.IsLinux()) return (null, "only built on Linux");
        if (!File.Exists(native)) return (null, $"{native} is missing");
        string program = Path.Combine(folder, "insert");
        try
        {
            Run("cc", ["-O2", "-o", program, source, native, $"-Wl,-rpath,{Path.GetDirectoryName(native)}", "-ldl", "-lpthread", "-lm"]);
            return (program, "");
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return (null, e.Message.Split('\n')[0]);
        }
    }

    /// <summary>Runs it with a new database.</summary>
    /// <returns>Seconds for all points in one transaction, for one transaction a point, and for reading the first 10,000 and 100,000 points.</returns>
    public static (double Bulk, double Single, double Read10, double Read100) Measure(string program, string folder, int points, int transactions)
    {
        string database = Path.Combine(folder, $"{Guid.NewGuid():N}.db");
        string[] times = Run(program, [database, $"{points}", $"{transactions}"]).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        File.Delete(database);
        File.Delete(database + "-wal");
        return (Seconds(0), Seconds(1), Seconds(2), Seconds(3));

        double Seconds(int i) => double.Parse(times[i], CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a program and returns its output.</summary>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public static string Run(string program, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {errors.Result}");
    }
}
