using System.Text;

namespace ExperimentTracker.Tests.Interop.Wandb;

/// <summary>Makes and reads <c>.wandb</c> files, independent of the reader that is tested. The checksum is calculated bit by bit.</summary>
internal static class LogBytes
{
    private const int Block = 32768;

    /// <summary>A file of records, which are divided at the ends of blocks.</summary>
    public static byte[] File(params byte[][] records)
    {
        List<byte> file = [.. ":W&B"u8, 0xE1, 0xBE, 0];
        foreach (byte[] record in records)
        {
            for (int at = 0; at < record.Length || at == 0;)
            {
                if (Block - (file.Count % Block) < 7) file.AddRange(new byte[Block - (file.Count % Block)]);
                int length = Math.Min(record.Length - at, Block - (file.Count % Block) - 7);
                byte type = (byte)(at == 0 ? at + length == record.Length ? 1 : 2 : at + length == record.Length ? 4 : 3);
                byte[] part = record[at..(at + length)];
                file.AddRange([.. BitConverter.GetBytes(Checksum([type, .. part])), .. BitConverter.GetBytes((ushort)length), type, .. part]);
                at += length;
                if (record.Length == 0) break;
            }
        }

        return [.. file];
    }

    /// <summary>The records of a file, without a look at their checksums, each with the offset of its first part.</summary>
    public static IEnumerable<(int Offset, byte[] Bytes)> Records(byte[] file)
    {
        List<byte> record = [];
        int start = 7;
        for (int at = 7; at + 7 <= file.Length;)
        {
            if (Block - (at % Block) < 7) at += Block - (at % Block);
            int length = BitConverter.ToUInt16(file, at + 4);
            byte type = file[at + 6];
            if (at + 7 + length > file.Length) yield break;
            if (type is 1 or 2) start = at;
            record.AddRange(file[(at + 7)..(at + 7 + length)]);
            at += 7 + length;
            if (type is 2 or 3) continue;
            yield return (start, record.ToArray());
            record.Clear();
        }
    }

    /// <summary>The items of all records of a kind: the number of the record, the name, the value as JSON.</summary>
    public static IEnumerable<(int Record, string Name, string Json)> Items(byte[] file, int kind, int item)
    {
        int number = 0;
        foreach (byte[] bytes in Records(file).Select(r => r.Bytes))
        {
            number++;
            foreach (byte[] message in Wire.Fields(bytes)[kind].Cast<byte[]>())
            {
                foreach (byte[] one in Wire.Fields(message)[item].Cast<byte[]>())
                {
                    ILookup<int, object> fields = Wire.Fields(one);
                    string name = Wire.Text(fields, 1);
                    if (name.Length == 0) name = string.Join('.', fields[2].Select(part => Encoding.UTF8.GetString((byte[])part)));
                    yield return (number, name, Wire.Text(fields, 16));
                }
            }
        }
    }

    public static byte[] Item(string name, string json) => Wire.Message(Wire.Field(1, name), Wire.Field(16, json));

    public static byte[] History(long step, double time, params (string Name, string Json)[] values) => Wire.Field(2, Wire.Message(
        [.. values.Select(v => Wire.Field(1, Item(v.Name, v.Json))), Wire.Field(1, Item("_timestamp", time.ToString("R", System.Globalization.CultureInfo.InvariantCulture))), Wire.Field(2, Wire.Field(1, step))]));

    private static uint Checksum(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
