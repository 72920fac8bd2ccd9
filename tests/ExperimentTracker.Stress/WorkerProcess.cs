using System.Diagnostics;

namespace ExperimentTracker.Stress;

/// <summary>Another process for a test: see the project ExperimentTracker.Tests.Worker.</summary>
public sealed class WorkerProcess : IDisposable
{
    private static readonly string[] PidNamespace = ["--pid", "--fork", "--kill-child", "--mount-proc"];
    private static readonly string[] Tracing = ["-f", "-y", "-qq", "-s", "200", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,write,pwrite64", "-o"];
    private static readonly Lazy<string?> NoPidNamespace = new(() => FindObstacle("Only Linux has pid namespaces.", "No pid namespace can be created here", "unshare", [.. PidNamespace, "true"]));
    private static readonly Lazy<string?> NoTracing = new(() => FindObstacle("Only Linux has strace.", "strace (on Debian: apt-get install strace) cannot trace here", "strace", [.. Tracing, "/dev/null", "true"]));
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly Process process;

    private WorkerProcess(Process process) => this.process = process;

    public int Id => process.Id;

    /// <summary>Why no process can be started in a separate pid namespace here, or <see langword="null"/>.</summary>
    public static string? PidNamespaceObstacle => NoPidNamespace.Value;

    /// <summary>Why the system calls of a process cannot be traced here, or <see langword="null"/>.</summary>
    public static string? TracingObstacle => NoTracing.Value;

    public static WorkerProcess Start(params string[] arguments) => Start(Dotnet, [Assembly, .. arguments]);

    /// <summary>Starts a process with environment variables.</summary>
    public static WorkerProcess Start(string[] arguments, params (string Name, string Value)[] environment) => Start(Dotnet, [Assembly, .. arguments], environment);

    /// <summary>Starts a process in a separate pid namespace, as a container does. It is killed when this process ends.</summary>
    public static WorkerProcess StartInPidNamespace() => Start("unshare", [.. PidNamespace, Dotnet, Assembly]);

    /// <summary>Starts a process whose writes, flushes and renames are traced to a log. The log is complete when the process has ended.</summary>
    public static WorkerProcess StartTraced(string log) => Start("strace", [.. Tracing, log, Dotnet, Assembly]);

    /// <summary>Starts a process that is subject to file permissions, even when the tests run as root.</summary>
    public static WorkerProcess StartAsOrdinaryUser() => Environment.IsPrivilegedProcess
        ? Start("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Dotnet, Assembly])
        : Start();

    /// <summary>Starts several processes at once.</summary>
    public static WorkerProcess[] StartMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Start())];

    /// <summary>Sends a command.</summary>
    public void Send(params string[] command)
    {
        process.StandardInput.WriteLine(string.Join('\t', command));
        process.StandardInput.Flush();
    }

    /// <summary>The next answer, or <see langword="null"/> when the process has ended.</summary>
    /// <param name="duration">The minimum duration of the command.</param>
    public string? NextAnswer(TimeSpan duration = default) => process.StandardOutput.ReadLineAsync().WaitAsync(Timeout + duration).GetAwaiter().GetResult();

    /// <summary>Sends a command and returns its result.</summary>
    public string Ask(params string[] command)
    {
        Send(command);
        return Result();
    }

    /// <summary>The result of the next answer, which must not be an error.</summary>
    public string Result(TimeSpan duration = default)
    {
        string answer = NextAnswer(duration) ?? throw new TrialException($"The worker ended: {process.StandardError.ReadToEnd()}");
        return answer.StartsWith("ok\t", StringComparison.Ordinal) ? answer[3..] : throw new TrialException($"The worker answered {answer}");
    }

    /// <summary>Kills the process without warning, as a power failure would (SIGKILL).</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }

    // The dotnet host that runs the tests, which may not be on the PATH.
    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    private static string Assembly => typeof(Tests.Worker.WriteLoop).Assembly.Location;

    private static string? FindObstacle(string elsewhere, string here, string program, string[] arguments)
    {
        if (!OperatingSystem.IsLinux()) return elsewhere;
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{here}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{here}: {e.Message}";
        }
    }

    private static WorkerProcess Start(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new WorkerProcess(Process.Start(start)!);
    }
}
