using System.Diagnostics;
using System.Net.Sockets;

namespace ExperimentTracker.Tests.Support;

/// <summary>A mail server on this machine: aiosmtpd, which keeps what it takes as files.</summary>
public sealed class MailServer : IDisposable
{
    private readonly TempFolder folder;
    private readonly Process process;

    /// <param name="folder">The folder of the test.</param>
    /// <param name="port">The port to listen at.</param>
    public MailServer(TempFolder folder, int port)
    {
        this.folder = folder;
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[] { "-n", "-l", $"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox", folder.Sub("mails") }) start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        if (!SpinWait.SpinUntil(() => Listens(port), TimeSpan.FromSeconds(30))) throw new InvalidOperationException("aiosmtpd does not listen.");
    }

    /// <summary>The program; <see langword="null"/> if it is not installed.</summary>
    public static string? Program { get; } = Tools.Find("aiosmtpd");

    /// <summary>The mails that it took, as text.</summary>
    public IReadOnlyList<string> Mails => Directory.Exists(folder.Sub("mails/new")) ? [.. Directory.GetFiles(folder.Sub("mails/new")).Select(File.ReadAllText)] : [];

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>A test that needs aiosmtpd.</summary>
public sealed class NeedsMailServerAttribute : FactAttribute
{
    public NeedsMailServerAttribute()
    {
        if (MailServer.Program is null) Skip = "aiosmtpd is not installed. On Debian or Ubuntu: apt-get install python3-aiosmtpd";
    }
}
