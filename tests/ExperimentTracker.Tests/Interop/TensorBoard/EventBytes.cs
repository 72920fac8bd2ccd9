namespace ExperimentTracker.Tests.Interop.TensorBoard;

/// <summary>Makes and reads event files, independent of the reader that is tested. The checksum is calculated bit by bit, from its polynomial.</summary>
internal static class EventBytes
{
    public static byte[] Version { get; } = Event(1700000000.5, 0, Wire.Field(3, "brain.Event:2"));

    /// <summary>A file of events.</summary>
    public static byte[] File(params byte[][] events) => [.. events.Prepend(Version).SelectMany(Record)];

    public static byte[] Event(double time, long step, params byte[][] fields) => Wire.Message([Wire.Field(1, time), Wire.Field(2, step), .. fields]);

    /// <summary>An event with one value of a summary.</summary>
    public static byte[] Value(double time, long step, string tag, params byte[][] fields) =>
        Event(time, step, Wire.Field(5, Wire.Field(1, Wire.Message([Wire.Field(1, tag), .. fields]))));

    public static byte[] Scalar(double time, long step, string tag, float value) => Value(time, step, tag, Wire.Field(2, value));

    /// <summary>The metadata that name the plugin of a tag.</summary>
    public static byte[] Plugin(string name, byte[]? content = null) =>
        Wire.Field(9, Wire.Field(1, content is null ? Wire.Field(1, name) : Wire.Message(Wire.Field(1, name), Wire.Field(2, content))));

    /// <summary>The offsets and bytes of the records of a file, without a look at their checksums.</summary>
    public static IEnumerable<(int Offset, byte[] Bytes)> Records(byte[] file)
    {
        for (int at = 0; at + 12 <= file.Length;)
        {
            int length = (int)BitConverter.ToUInt64(file, at);
            yield return (at, file[(at + 12)..(at + 12 + length)]);
            at += length + 16;
        }
    }

    /// <summary>All scalars of a file with a simple value: tag, step, bits of the value, time.</summary>
    public static IEnumerable<(string Tag, long Step, float Value, double Time)> Scalars(byte[] file) =>
        from record in Records(file)
        let fields = Wire.Fields(record.Bytes)
        from summary in fields[5]
        from value in Wire.Fields((byte[])summary)[1]
        let parts = Wire.Fields((byte[])value)
        where parts[2].Any()
        select (Wire.Text(parts, 1), Wire.Integer(fields, 2), BitConverter.UInt32BitsToSingle((uint)(ulong)parts[2].Single()), Wire.Double(fields, 1));

    public static byte[] Record(byte[] bytes)
    {
        byte[] length = BitConverter.GetBytes((ulong)bytes.Length);
        return [.. length, .. BitConverter.GetBytes(Checksum(length)), .. bytes, .. BitConverter.GetBytes(Checksum(bytes))];
    }

    private static uint Checksum(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
