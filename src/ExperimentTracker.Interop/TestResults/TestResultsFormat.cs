using System.Security.Cryptography;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.TestResults;

/// <summary>
/// Files of test results in one format. A file is a run, whose id is that of its bytes, because results do not grow; the name of the file without its extension is the
/// experiment, so that the runs of one pipeline meet. Of a folder, each such file is a run of the experiment that the folder names.
/// </summary>
/// <param name="name">The name of the format.</param>
/// <param name="title">What it is.</param>
/// <param name="roots">The names of the root element.</param>
/// <param name="open">Opens a file.</param>
internal sealed class TestResultsFormat(string name, string title, string[] roots, Func<string, TestTally, ForeignReading, ResultsXml> open) : ITransferFormat
{
    /// <summary>The formats.</summary>
    public static IReadOnlyList<TestResultsFormat> All { get; } =
    [
        new("NUnit", "test results of NUnit and Pester", ["test-run", "test-results"], (path, tally, reading) => new NUnitXml(path, tally, reading)),
        new("JUnit", "test results in JUnit's format", ["testsuites", "testsuite"], (path, tally, reading) => new JUnitXml(path, tally, reading)),
        new("Trx", "test results of dotnet test", ["TestRun"], (path, tally, reading) => new TrxXml(path, tally, reading)),
    ];

    public string Name => name;

    public string Title => title;

    public bool Fits(string path) => FilesOf(path).Any();

    public ITransferSource Open(TransferRequest request)
    {
        string[] files = [.. FilesOf(request.Path)];
        if (files.Length == 0) throw TransferErrors.NotReadable(request.Path, $"it is not a file of {title}, and has none");
        bool isFolder = Directory.Exists(request.Path);
        return new ForeignRuns(request, hasContents: false, reading => files.Select(file =>
            Read(file, ForeignFiles.NameOf(isFolder ? request.Path : Path.GetFileNameWithoutExtension(file)), reading)));
    }

    private IEnumerable<string> FilesOf(string path) => (Directory.Exists(path) ? ForeignFiles.In(path).Where(HasExtension) : [path]).Where(file => roots.Contains(ResultsXml.RootOf(file)));

    private static bool HasExtension(string path) => Path.GetExtension(path).ToUpperInvariant() is ".XML" or ".TRX";

    private ForeignRun Read(string path, string experiment, ForeignReading reading)
    {
        string digest;
        using (FileStream stream = ForeignFiles.Open(path)) digest = Convert.ToHexString(SHA256.HashData(stream));
        var run = new ForeignRun(reading, RecordId.From(name, digest), experiment) { HasHistory = true };
        run.SetTag("results", name);
        open(path, new TestTally(run, reading), reading).Read();
        run.HasHistory = run.StartedAt is not null;
        return run;
    }
}
