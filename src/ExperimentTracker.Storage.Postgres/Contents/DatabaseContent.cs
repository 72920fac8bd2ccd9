using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Storage.Postgres.Contents;

/// <summary>Reads an object part by part. No transaction is open between them: whoever reads slowly keeps nothing.</summary>
internal sealed class DatabaseContent : Stream
{
    private readonly PostgresDatabase database;
    private readonly long pk;
    private readonly long size;
    private Part part;
    private long position;

    private DatabaseContent(PostgresDatabase database, long pk, long size, long position, Part part) =>
        (this.database, this.pk, this.size, this.position, this.part) = (database, pk, size, position, part);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens an object with its first part in one request, or returns <see langword="null"/> if it is missing.</summary>
    public static DatabaseContent? Open(PostgresDatabase database, string key, long offset, CancellationToken cancellation) => database.Read(
        connection => connection.First(
            """
            SELECT o.pk, o.size, coalesce(p.start, 0), p.data FROM objects o
            LEFT JOIN LATERAL (SELECT start, data FROM object_parts WHERE object_pk = o.pk AND start <= @2 ORDER BY start DESC LIMIT 1) p ON true
            WHERE o.key = @1 AND o.size IS NOT NULL
            """,
            row => new DatabaseContent(database, row.GetInt64(0), row.GetInt64(1), offset, new Part(row.GetInt64(2), row.GetBytes(3).ToArray())),
            key, offset),
        cancellation);

    public override int Read(Span<byte> buffer)
    {
        if (position >= size || buffer.IsEmpty) return 0;
        if (position >= part.End) part = Load();
        ReadOnlySpan<byte> rest = part.Data.AsSpan((int)(position - part.Start));
        int read = Math.Min(rest.Length, buffer.Length);
        rest[..read].CopyTo(buffer);
        position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private Part Load()
    {
        Part? next = database.Read(
            connection => connection.First(
                "SELECT start, data FROM object_parts WHERE object_pk = @1 AND start = @2", row => new Part(row.GetInt64(0), row.GetBytes(1).ToArray()), pk, position),
            CancellationToken.None);
        return next ?? throw new IOException("A part of the object is missing: it was deleted or replaced while it was read.");
    }

    private sealed record Part(long Start, byte[] Data)
    {
        public long End => Start + Data.Length;
    }
}
