-- Distributions of values at steps of runs. ordinal numbers those of one key and step in the order of writing. bins contains the edges and the counts
-- (BinBlob.cs). The columns without a type hold a number, or NULL if it is not known.
CREATE TABLE run_distributions (
    run_pk              INTEGER NOT NULL REFERENCES runs (pk),
    key_fold            TEXT NOT NULL,
    step                INTEGER NOT NULL,
    ordinal             INTEGER NOT NULL,
    key                 TEXT NOT NULL,
    measured_at         INTEGER NOT NULL,
    count               INTEGER NOT NULL,
    nan_count           INTEGER NOT NULL,
    infinite_count      INTEGER NOT NULL,
    min_value,
    max_value,
    sum,
    sum_of_squares,
    mean,
    standard_deviation,
    bins                BLOB NOT NULL,
    PRIMARY KEY (run_pk, key_fold, step, ordinal)
) WITHOUT ROWID;

CREATE VIEW DISTRIBUTION AS
SELECT r.id AS trial_run_id, d.key, d.step,
    strftime('%Y-%m-%dT%H:%M:%S', d.measured_at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', d.measured_at % 10000000) AS timestamp,
    d.count, d.nan_count, d.infinite_count, d.min_value AS min, d.max_value AS max, d.mean, d.standard_deviation, d.ordinal
FROM run_distributions d JOIN TRIAL_RUN r ON r.id = (SELECT id FROM runs WHERE pk = d.run_pk);
