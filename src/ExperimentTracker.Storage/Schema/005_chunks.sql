-- Narrower columns of points, and a checksum. The defaults describe the chunks of earlier versions.
--
-- data contains the offsets of three columns, one after the other: unsigned big-endian numbers of 0 to 8 bytes, as many as the width says. With width 0
-- all offsets are 0. The point i, from 0, has
--   the step    first_step + i * step_stride + offset
--   the time    first_at + i * time_stride + time_unit * offset
--   the value   of the number n = value_first + i * value_stride + value_unit * offset:
--                 value_form 0   n is its bits, IEEE 754 binary64
--                 value_form 1   n is its bits, IEEE 754 binary32
--                 value_form 2   n / value_divisor, a division of doubles
-- checksum is the CRC-32C of the columns and of data (RowChecksum.cs); NULL in chunks of earlier versions.
ALTER TABLE metric_chunks ADD COLUMN time_stride INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric_chunks ADD COLUMN time_unit INTEGER NOT NULL DEFAULT 1;
ALTER TABLE metric_chunks ADD COLUMN value_form INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric_chunks ADD COLUMN value_divisor INTEGER NOT NULL DEFAULT 1;
ALTER TABLE metric_chunks ADD COLUMN value_first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric_chunks ADD COLUMN value_stride INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric_chunks ADD COLUMN value_unit INTEGER NOT NULL DEFAULT 1;
ALTER TABLE metric_chunks ADD COLUMN value_width INTEGER NOT NULL DEFAULT 8;
ALTER TABLE metric_chunks ADD COLUMN checksum INTEGER;
DROP VIEW IF EXISTS metric_points;
