using System.Buffers.Binary;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>Reads the size of a picture from its first bytes.</summary>
internal static class ImageSize
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Returns the width and height in pixels, or <see langword="null"/> if it is not a PNG, JPEG or GIF.</summary>
    public static (int Width, int Height)? Of(ReadOnlySpan<byte> content)
    {
        if (content.Length >= 24 && content.StartsWith(Png)) return (BinaryPrimitives.ReadInt32BigEndian(content[16..]), BinaryPrimitives.ReadInt32BigEndian(content[20..]));
        if (content.Length >= 10 && (content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8)))
        {
            return (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]), BinaryPrimitives.ReadUInt16LittleEndian(content[8..]));
        }

        return content.Length >= 4 && content[0] == 0xFF && content[1] == 0xD8 ? OfJpeg(content[2..]) : null;
    }

    // A JPEG is a list of segments, each with a marker and its length. The size is in the start of the frame: C0 to CF, except three that mean something else.
    private static (int Width, int Height)? OfJpeg(ReadOnlySpan<byte> segments)
    {
        while (segments.Length >= 9 && segments[0] == 0xFF)
        {
            byte marker = segments[1];
            if (marker == 0xFF)
            {
                segments = segments[1..];
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(segments[7..]), BinaryPrimitives.ReadUInt16BigEndian(segments[5..]));
            }

            int next = 2 + BinaryPrimitives.ReadUInt16BigEndian(segments[2..]);
            if (next < 4 || next > segments.Length) return null;
            segments = segments[next..];
        }

        return null;
    }
}
