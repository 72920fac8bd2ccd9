-- Distributions of values at steps of runs, in the layout of the SQLite engine: ordinal numbers those of one key and step in the order of writing, and bins
-- contains the edges and the counts.
CREATE TABLE run_distributions (
    run_pk              bigint NOT NULL REFERENCES runs (pk),
    key_fold            text COLLATE "C" NOT NULL,
    step                bigint NOT NULL,
    ordinal             bigint NOT NULL,
    key                 text COLLATE "C" NOT NULL,
    measured_at         bigint NOT NULL,
    count               bigint NOT NULL,
    nan_count           bigint NOT NULL,
    infinite_count      bigint NOT NULL,
    min_value           float8,
    max_value           float8,
    sum                 float8,
    sum_of_squares      float8,
    mean                float8,
    standard_deviation  float8,
    bins                bytea NOT NULL,
    PRIMARY KEY (run_pk, key_fold, step, ordinal)
);

CREATE VIEW DISTRIBUTION AS
SELECT r.id AS trial_run_id, d.key, d.step, iso_time(d.measured_at) AS timestamp,
    d.count, d.nan_count, d.infinite_count, d.min_value AS min, d.max_value AS max, d.mean, d.standard_deviation, d.ordinal
FROM run_distributions d JOIN TRIAL_RUN r ON r.id = (SELECT id FROM runs WHERE pk = d.run_pk);
