using ExperimentTracker.Series;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// The statistics of a series as a record has them, and their compact form: the number of points, the first step and value, the time, and then only what
/// differs from these.
/// </summary>
/// <param name="s">The statistics.</param>
internal readonly struct PackedStatistics(SeriesStatistics s)
{
    [Flags]
    private enum Given
    {
        None = 0,
        NaNCount = 1,
        LastStep = 2,
        Last = 4,
        Extremes = 8,
        Min = 16,
        MinStep = 32,
        Max = 64,
        MaxStep = 128,
        Mean = 256,
    }

    public long Count { get; private init; } = s.Count;

    public long NaNCount { get; private init; } = s.NaNCount;

    public long FirstStep { get; private init; } = s.FirstStep;

    public double First { get; private init; } = s.First;

    public long LastStep { get; private init; } = s.LastStep;

    public double Last { get; private init; } = s.Last;

    public long LastTicks { get; private init; } = s.LastTicks;

    public double? Min { get; private init; } = s.HasValues ? s.Min : null;

    public long? MinStep { get; private init; } = s.HasValues ? s.MinStep : null;

    public double? Max { get; private init; } = s.HasValues ? s.Max : null;

    public long? MaxStep { get; private init; } = s.HasValues ? s.MaxStep : null;

    public double? Mean { get; private init; } = s.Mean;

    private Given Differences =>
        (NaNCount != 0 ? Given.NaNCount : 0) | (LastStep != FirstStep ? Given.LastStep : 0) | (Differs(Last) ? Given.Last : 0) |
        (Min is null ? 0 : Given.Extremes | (Differs(Min.Value) ? Given.Min : 0) | (MinStep != FirstStep ? Given.MinStep : 0) |
            (Differs(Max!.Value) ? Given.Max : 0) | (MaxStep != FirstStep ? Given.MaxStep : 0) | (Differs(Mean!.Value) ? Given.Mean : 0));

    // By their bits, because -0 equals 0.
    private bool Differs(double value) => BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(First);

    /// <summary>Writes the statistics of several series.</summary>
    internal sealed class Writer
    {
        private readonly MemoryStream bytes = new();
        private readonly BinaryWriter to;

        public Writer() => to = new BinaryWriter(bytes);

        /// <summary>Adds the statistics of a series.</summary>
        public void Add(in PackedStatistics s)
        {
            Given given = s.Differences;
            to.Write7BitEncodedInt((int)given);
            to.Write7BitEncodedInt64(s.Count);
            to.Write7BitEncodedInt64(s.FirstStep);
            to.Write(s.First);
            to.Write(s.LastTicks);
            if (given.HasFlag(Given.NaNCount)) to.Write7BitEncodedInt64(s.NaNCount);
            if (given.HasFlag(Given.LastStep)) to.Write7BitEncodedInt64(s.LastStep);
            if (given.HasFlag(Given.Last)) to.Write(s.Last);
            if (given.HasFlag(Given.Min)) to.Write(s.Min!.Value);
            if (given.HasFlag(Given.MinStep)) to.Write7BitEncodedInt64(s.MinStep!.Value);
            if (given.HasFlag(Given.Max)) to.Write(s.Max!.Value);
            if (given.HasFlag(Given.MaxStep)) to.Write7BitEncodedInt64(s.MaxStep!.Value);
            if (given.HasFlag(Given.Mean)) to.Write(s.Mean!.Value);
        }

        /// <summary>Returns the bytes of the series that were added since the last call.</summary>
        public byte[] Take()
        {
            byte[] taken = bytes.ToArray();
            bytes.SetLength(0);
            return taken;
        }
    }

    /// <summary>Reads the statistics of several series in the order in which they were added.</summary>
    /// <param name="bytes">The bytes of a <see cref="Writer"/>.</param>
    internal sealed class Reader(byte[] bytes)
    {
        private readonly BinaryReader from = new(new MemoryStream(bytes));

        /// <summary>Reads those of the next series.</summary>
        public PackedStatistics Read()
        {
            var given = (Given)from.Read7BitEncodedInt();
            long count = from.Read7BitEncodedInt64(), firstStep = from.Read7BitEncodedInt64();
            double first = from.ReadDouble();
            bool hasExtremes = given.HasFlag(Given.Extremes);
            return new()
            {
                Count = count,
                FirstStep = firstStep,
                First = first,
                LastTicks = from.ReadInt64(),
                NaNCount = given.HasFlag(Given.NaNCount) ? from.Read7BitEncodedInt64() : 0,
                LastStep = given.HasFlag(Given.LastStep) ? from.Read7BitEncodedInt64() : firstStep,
                Last = given.HasFlag(Given.Last) ? from.ReadDouble() : first,
                Min = Extreme(Given.Min),
                MinStep = ExtremeStep(Given.MinStep),
                Max = Extreme(Given.Max),
                MaxStep = ExtremeStep(Given.MaxStep),
                Mean = Extreme(Given.Mean),
            };

            double? Extreme(Given part) => !hasExtremes ? null : given.HasFlag(part) ? from.ReadDouble() : first;

            long? ExtremeStep(Given part) => !hasExtremes ? null : given.HasFlag(part) ? from.Read7BitEncodedInt64() : firstStep;
        }
    }
}
