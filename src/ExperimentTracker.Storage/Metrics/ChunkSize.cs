using System.Collections.Concurrent;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// How many points a chunk should have to fill the pages of the database. SQLite stores most of a long row in pages of its own, and has in a page
/// only as many rows, or rests of rows, as fit completely (https://www.sqlite.org/fileformat2.html, section 1.6). With pages of 4 KB, a chunk of
/// 1,024 points can waste up to half of the pages that it uses.
/// </summary>
internal static class ChunkSize
{
    // The header of a page, and of a row in it: its size, its key, its place in the page and the number of its first overflow page.
    private const int PageHeader = 8;
    private const int RowHeader = 13;

    // All columns but the blob, at most.
    private const int Columns = 96;

    private static readonly ConcurrentDictionary<(int PageSize, int BytesPerPoint), int> Best = new();

    /// <summary>
    /// The number of points, from half of <see cref="PointChunk.Capacity"/> to all of it, with which a point of this many bytes uses least.
    /// </summary>
    public static int For(int pageSize, int bytesPerPoint) => Best.GetOrAdd((pageSize, bytesPerPoint), Find);

    private static int Find((int PageSize, int BytesPerPoint) key)
    {
        (int best, double least) = (PointChunk.Capacity, double.MaxValue);
        for (int count = PointChunk.Capacity; count >= PointChunk.Capacity / 2; count--)
        {
            double pages = PagesOf(Columns + (count * key.BytesPerPoint), key.PageSize) / count;
            if (pages < least) (best, least) = (count, pages);
        }

        return best;
    }

    private static double PagesOf(int row, int pageSize)
    {
        int overflowSize = pageSize - 4, largestLocal = pageSize - 35, smallestLocal = ((pageSize - 12) * 32 / 255) - 23;
        int local = smallestLocal + ((row - smallestLocal) % overflowSize);
        if (row <= largestLocal) local = row;
        else if (local > largestLocal) local = smallestLocal;
        double overflow = Math.Ceiling((double)(row - local) / overflowSize);
        return overflow + (1.0 / ((pageSize - PageHeader) / (local + RowHeader)));
    }
}
