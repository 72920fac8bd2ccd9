-- Summaries of points, so that a curve of a long series can be drawn without reading all of its points. Level 0 has one row for each chunk, in the order of
-- writing, if the series has at least eight; level n has one for each eight rows of level n - 1, once all eight exist. Everything here can be calculated from
-- metric_chunks.
--   number                     the place in its level, from 0
--   ordinal                    how many points were sealed before
--   first_step, last_step      the lowest and the highest step, of all points
--   start, low, high and end   the first, lowest, highest and last finite point in step order; no meaning if finite_count is 0
--   is_high_first              whether the highest point is before the lowest one
--   checksum                   CRC-32C of the other columns, without the key (RowChecksum.cs)
CREATE TABLE metric_summaries (
    metric_pk INTEGER NOT NULL REFERENCES metrics (pk), level INTEGER NOT NULL, number INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, count INTEGER NOT NULL, finite_count INTEGER NOT NULL, first_step INTEGER NOT NULL, last_step INTEGER NOT NULL,
    start_step INTEGER NOT NULL, start_value NOT NULL, start_at INTEGER NOT NULL,
    low_step INTEGER NOT NULL, low_value NOT NULL, low_at INTEGER NOT NULL,
    high_step INTEGER NOT NULL, high_value NOT NULL, high_at INTEGER NOT NULL,
    end_step INTEGER NOT NULL, end_value NOT NULL, end_at INTEGER NOT NULL,
    is_high_first INTEGER NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (metric_pk, level, number)
) WITHOUT ROWID;
