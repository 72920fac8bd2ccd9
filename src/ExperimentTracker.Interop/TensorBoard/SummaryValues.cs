using System.Text;
using ExperimentTracker.Interop.Files;
using ExperimentTracker.Interop.Protobuf;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>The values that TensorBoard shows, as messages of type Summary.Value (tensorboard/compat/proto/summary.proto and the protos of its plugins).</summary>
internal static class SummaryValues
{
    private const int FloatType = 1;
    private const int StringType = 7;
    private const int TensorClass = 2;

    /// <summary>A point of a metric. TensorBoard keeps 32 bits of it, and reads doubles nowhere.</summary>
    public static ProtoMessage Scalar(string tag, double value) => new ProtoMessage().Text(1, tag).Single(2, (float)value);

    /// <summary>
    /// A distribution. A bucket has an upper limit only, so an empty one in front gives the lower edge of the first. Values outside of the edges and those that are
    /// not finite have no bucket.
    /// </summary>
    public static ProtoMessage Histogram(Distribution values)
    {
        double[] limits = [.. values.Edges];
        double[] counts = limits.Length == 0 ? [] : [0, .. values.Counts.Select(c => (double)c)];
        return new ProtoMessage().Text(1, values.Key).Message(5, new ProtoMessage()
            .Real(1, values.Min ?? limits.FirstOrDefault()).Real(2, values.Max ?? limits.LastOrDefault())
            .Real(3, values.Count - values.NaNCount - values.InfiniteCount).Real(4, values.Sum ?? 0).Real(5, values.SumOfSquares ?? 0)
            .Reals(6, limits).Reals(7, counts));
    }

    /// <summary>A picture, in a format of which TensorBoard's page can tell the size: PNG, JPEG or GIF.</summary>
    public static ProtoMessage Image(string tag, ReadOnlySpan<byte> content, (int Width, int Height) size) => new ProtoMessage().Text(1, tag).Message(4, new ProtoMessage()
        .Integer(1, size.Height).Integer(2, size.Width).Integer(3, 3).Content(4, content));

    /// <summary>A text, which TensorBoard shows as Markdown.</summary>
    public static ProtoMessage Text(string tag, string text) => new ProtoMessage().Text(1, tag).Message(9, Metadata("text", []))
        .Message(8, new ProtoMessage().Integer(1, StringType).Message(2, new ProtoMessage()).Content(8, Encoding.UTF8.GetBytes(text)));

    /// <summary>The parameters of a run and when it started, for the hparams plugin.</summary>
    public static ProtoMessage SessionStart(Run run)
    {
        ProtoMessage info = new ProtoMessage().Text(4, run.Id);
        foreach ((string name, object? value) in run.Parameters.Pairs) info.Message(1, new ProtoMessage().Text(1, name).Message(2, ParameterOf(value)));
        info.Real(5, SecondsOf(run.StartedAtUtc ?? run.CreatedAtUtc));
        return HyperParameters("_hparams_/session_start_info", new ProtoMessage().Integer(1, 0).Message(3, info));
    }

    /// <summary>How a run ended.</summary>
    public static ProtoMessage SessionEnd(Run run, DateTime endedAt) => HyperParameters("_hparams_/session_end_info", new ProtoMessage().Integer(1, 0)
        .Message(4, new ProtoMessage().Integer(1, run.Status == RunStatus.Succeeded ? 1 : 2).Real(2, SecondsOf(endedAt))));

    /// <summary>A time as TensorBoard has it: seconds since 1970 as a double, which is exact to about a quarter of a microsecond.</summary>
    public static double SecondsOf(DateTime time) => (time.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;

    // The plugin reads the metadata; the value itself must be there and is empty.
    private static ProtoMessage HyperParameters(string tag, ProtoMessage data) => new ProtoMessage().Text(1, tag).Message(9, Metadata("hparams", data.Written))
        .Message(8, new ProtoMessage().Integer(1, FloatType).Message(2, new ProtoMessage().Message(2, new ProtoMessage().Integer(1, 0))));

    private static ProtoMessage Metadata(string plugin, ReadOnlySpan<byte> data) =>
        new ProtoMessage().Message(1, new ProtoMessage().Text(1, plugin).Content(2, data)).Integer(4, TensorClass);

    // google.protobuf.Value.
    private static ProtoMessage ParameterOf(object? value) => value switch
    {
        long integer => new ProtoMessage().Real(2, integer),
        double real => new ProtoMessage().Real(2, real),
        bool flag => new ProtoMessage().Integer(4, flag ? 1 : 0),
        null => new ProtoMessage().Integer(1, 0),
        _ => new ProtoMessage().Text(3, ParameterText.Of(value)!),
    };
}
