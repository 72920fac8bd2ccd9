using System.Security.Cryptography;
using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Benchmarks;

/// <summary>
/// Files of benchmark results in one format, which are JSON. A file is a run, whose id is that of its bytes, because results do not grow; the name of the file without
/// its extension is the experiment.
/// </summary>
/// <param name="name">The name of the format.</param>
/// <param name="title">What it is.</param>
/// <param name="fits">Whether a document is of the format.</param>
/// <param name="read">Reads a document into a run.</param>
internal sealed class BenchmarkFormat(string name, string title, Func<JsonElement, bool> fits, Action<JsonElement, ForeignRun> read) : ITransferFormat
{
    /// <summary>The formats.</summary>
    public static IReadOnlyList<BenchmarkFormat> All { get; } =
    [
        new("BenchmarkDotNet", "results of BenchmarkDotNet as JSON", BenchmarkDotNetResults.Fits, BenchmarkDotNetResults.Read),
        new("Hyperfine", "results of hyperfine as JSON", HyperfineResults.Fits, HyperfineResults.Read),
        new("K6", "the summary of k6 as JSON", K6Summary.Fits, K6Summary.Read),
    ];

    public string Name => name;

    public string Title => title;

    public bool Fits(string path) => Document(path, out _) is not null;

    public ITransferSource Open(TransferRequest request)
    {
        JsonElement document = Document(request.Path, out string? why) ?? throw TransferErrors.NotReadable(request.Path, why ?? $"it does not have {title}");
        string digest;
        using (FileStream stream = ForeignFiles.Open(request.Path)) digest = Convert.ToHexString(SHA256.HashData(stream));
        return new ForeignRuns(request, hasContents: false, reading =>
        {
            var run = new ForeignRun(reading, RecordId.From(name, digest), Path.GetFileNameWithoutExtension(request.Path));
            run.SetTag("results", name);
            read(document, run);
            return [run];
        });
    }

    private JsonElement? Document(string path, out string? why)
    {
        why = null;
        if (!File.Exists(path) || ForeignFiles.Head(path, 64).AsSpan().TrimStart(" \r\n\t\uFEFF"u8) is not [(byte)'{', ..]) return null;
        return PythonJson.File(path, out why) is { ValueKind: JsonValueKind.Object } document && fits(document) ? document : null;
    }
}
