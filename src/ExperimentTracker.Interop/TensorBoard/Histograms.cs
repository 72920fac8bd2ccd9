using ExperimentTracker.Interop.Protobuf;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>The two forms of histograms in event files.</summary>
internal static class Histograms
{
    /// <summary>
    /// A message <c>HistogramProto</c>: statistics, and bins with their upper limits. The first bin begins at the lowest number that there is, and the last one
    /// ends at the highest, so the lowest and the highest value take their places.
    /// </summary>
    public static ForeignHistogram FromMessage(ReadOnlySpan<byte> message)
    {
        double min = 0, max = 0, count = 0, sum = 0, squares = 0;
        List<double> limits = [], counts = [];
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: min = reader.Double(); break;
                case 2: max = reader.Double(); break;
                case 3: count = reader.Double(); break;
                case 4: sum = reader.Double(); break;
                case 5: squares = reader.Double(); break;
                case 6: reader.Doubles(limits); break;
                case 7: reader.Doubles(counts); break;
                default: reader.Skip(); break;
            }
        }

        double[] edges = new double[limits.Count + 1];
        if (limits.Count > 0) edges[0] = Math.Min(min, limits[0]);
        for (int i = 0; i < limits.Count; i++) edges[i + 1] = Math.Min(limits[i], Math.Max(max, edges[i]));
        return new(edges, counts.ToArray()) { Count = count, Min = count > 0 ? min : null, Max = count > 0 ? max : null, Sum = sum, SumOfSquares = squares };
    }

    /// <summary>A tensor of rows: the lower limit of a bin, the upper one, the count.</summary>
    public static ForeignHistogram FromRows(IReadOnlyList<double> rows)
    {
        int bins = rows.Count / 3;
        double[] edges = new double[bins + 1], counts = new double[bins];
        for (int i = 0; i < bins; i++) (edges[i], edges[i + 1], counts[i]) = (rows[3 * i], rows[(3 * i) + 1], rows[(3 * i) + 2]);
        return new(edges, counts);
    }
}
