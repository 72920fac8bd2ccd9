using System.Runtime.Versioning;
using System.Text;
using ExperimentTracker.Reports;

namespace ExperimentTracker.Tests.Reports;

public sealed class ReportFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_replaced_atomically()
    {
        string path = folder.Write("report.html", "what was there before");
        ReportFile.Check(path, keep: false, force: false);
        ReportFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["report.html"], folder.List());
    }

    [Fact]
    public void What_was_there_stays_when_writing_fails_or_is_stopped()
    {
        string path = folder.Write("report.html", "before");
        Assert.Throws<OperationCanceledException>(() => ReportFile.Write(path, stream =>
        {
            stream.Write(Encoding.UTF8.GetBytes(new string('x', 100_000)));
            throw new OperationCanceledException();
        }));
        Expect.Refused("FileUnavailable", () => ReportFile.Write(path, _ => throw new IOException("The disk is full.")));
        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal(["report.html"], folder.List());
    }

    [Fact]
    public void Paths_that_cannot_become_a_report_are_refused_beforehand()
    {
        string outcome = folder.Write("taken.html", "x"), bound = folder.Write("bound.html", "x");
        File.SetAttributes(bound, FileAttributes.ReadOnly);
        Expect.Refused("ReportExists", () => ReportFile.Check(outcome, keep: true, force: false));
        Expect.Refused("ReportReadOnly", () => ReportFile.Check(bound, keep: false, force: false));
        Expect.Refused("ReportPathInvalid", () => ReportFile.Check(folder.Path, keep: false, force: true));
        Expect.Refused("ReportPathInvalid", () => ReportFile.Check(folder.Sub("new") + Path.DirectorySeparatorChar, keep: false, force: true));
        Expect.Refused("ReportFolderNotFound", () => ReportFile.Check(folder.Sub("missing", "report.html"), keep: false, force: true));
        ReportFile.Check(bound, keep: false, force: true);
        ReportFile.Write(bound, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(bound));
        File.SetAttributes(bound, FileAttributes.Normal);
    }

    [UnsupportedOSPlatform("windows")]
    [NotOnWindowsFact("Windows has neither /dev nor file modes.")]
    public void Devices_are_rejected_links_are_followed_and_permissions_are_kept()
    {
        Expect.Refused("ReportPathInvalid", () => ReportFile.Check("/dev/null", keep: false, force: true));
        string path = folder.Write("private.html", "x"), link = folder.Sub("link.html");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, path);
        ReportFile.Write(link, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.NotNull(File.ResolveLinkTarget(link, returnFinalTarget: false));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }
}
