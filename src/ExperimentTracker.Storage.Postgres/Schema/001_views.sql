CREATE FUNCTION iso_time(bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_char(timestamp '0001-01-01 00:00:00' + ($1 / 10000000) * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad(($1 % 10000000)::text, 7, '0') || 'Z'
$$;

-- Views with the names and columns of the tables in the experiment schema (document 003), for queries that were written for it. They contain live
-- records only. Ids are unchanged; times are ISO 8601 in UTC.

CREATE VIEW EXPERIMENT AS
SELECT e.id, e.name AS title, e.description AS "desc",
    iso_time(e.created_at) AS start_time,
    iso_time(e.updated_at) AS update_time,
    e.config, d.id AS dataset_id
FROM experiments e
JOIN projects p ON p.pk = e.project_pk
LEFT JOIN datasets d ON d.pk = e.primary_dataset_pk AND d.removed_at IS NULL
WHERE e.removed_at IS NULL AND p.removed_at IS NULL;

-- A run without a live trial belongs to the default trial of its experiment. The id of that trial is the id of the experiment and '/default'.
CREATE VIEW TRIAL AS
SELECT t.id, t.name, t.description AS "desc",
    iso_time(coalesce(t.started_at, t.created_at)) AS start_time,
    iso_time(t.updated_at) AS update_time,
    t.config, e.id AS experiment_id
FROM trials t
JOIN experiments e ON e.pk = t.experiment_pk
JOIN projects p ON p.pk = e.project_pk
WHERE t.removed_at IS NULL AND e.removed_at IS NULL AND p.removed_at IS NULL
UNION ALL
SELECT e.id || '/default', 'default', NULL,
    iso_time(min(r.created_at)),
    iso_time(max(r.updated_at)),
    NULL, e.id
FROM experiments e
JOIN projects p ON p.pk = e.project_pk
JOIN runs r ON r.experiment_pk = e.pk AND r.removed_at IS NULL
LEFT JOIN trials t ON t.pk = r.trial_pk AND t.removed_at IS NULL
WHERE t.pk IS NULL AND e.removed_at IS NULL AND p.removed_at IS NULL
GROUP BY e.pk;

CREATE VIEW TRIAL_RUN AS
SELECT r.id,
    iso_time(r.started_at) AS start_time,
    iso_time(r.ended_at) AS end_time,
    CASE r.status WHEN 0 THEN 'Pending' WHEN 1 THEN 'Running' WHEN 2 THEN 'Succeeded' WHEN 3 THEN 'Failed' WHEN 4 THEN 'Cancelled' ELSE 'Killed' END
        AS status,
    coalesce(t.id, e.id || '/default') AS trial_id
FROM runs r
JOIN experiments e ON e.pk = r.experiment_pk
JOIN projects p ON p.pk = e.project_pk
LEFT JOIN trials t ON t.pk = r.trial_pk AND t.removed_at IS NULL
WHERE r.removed_at IS NULL AND e.removed_at IS NULL AND p.removed_at IS NULL;

CREATE VIEW RESULTS AS
SELECT x.id, r.id AS trial_run_id, x.total_accuracy, x.accuracy_per_label, x.total_loss, x.loss_per_label
FROM run_results x JOIN TRIAL_RUN r ON r.id = (SELECT id FROM runs WHERE pk = x.run_pk);

CREATE VIEW EPOCH AS
SELECT x.id, r.id AS trial_run_id, x.number AS "index", x.total_accuracy, x.accuracy_per_label, x.total_loss, x.loss_per_label
FROM run_epochs x JOIN TRIAL_RUN r ON r.id = (SELECT id FROM runs WHERE pk = x.run_pk);

CREATE VIEW DATASET AS
SELECT id, size, location, config FROM datasets WHERE removed_at IS NULL;

CREATE VIEW ENCODER AS
SELECT type, config FROM encoders WHERE removed_at IS NULL;

CREATE VIEW ARTIFACT AS
SELECT a.id, a.type, a.config, a.location, r.id AS trial_run_id, epoch.id AS epoch_id, result.id AS results_id
FROM artifacts a
LEFT JOIN runs r ON r.pk = a.run_pk
LEFT JOIN run_epochs epoch ON epoch.pk = a.epoch_pk
LEFT JOIN run_results result ON result.pk = a.result_pk
JOIN experiments e ON e.pk = coalesce(a.experiment_pk, r.experiment_pk)
JOIN projects p ON p.pk = e.project_pk
WHERE a.removed_at IS NULL AND r.removed_at IS NULL AND e.removed_at IS NULL AND p.removed_at IS NULL;

CREATE VIEW LOGS AS
SELECT l.id, l.location, r.id AS trial_run_id
FROM run_logs l JOIN TRIAL_RUN r ON r.id = (SELECT id FROM runs WHERE pk = l.run_pk);

CREATE VIEW EXPERIMENT_DATASET AS
SELECT e.id AS experiment_id, d.id AS dataset_id
FROM experiment_datasets x
JOIN EXPERIMENT e ON e.id = (SELECT id FROM experiments WHERE pk = x.experiment_pk)
JOIN datasets d ON d.pk = x.dataset_pk AND d.removed_at IS NULL;

CREATE VIEW ENCODER_DATASET AS
SELECT n.type AS encoder_type, d.id AS dataset_id
FROM dataset_encoders x
JOIN encoders n ON n.pk = x.encoder_pk AND n.removed_at IS NULL
JOIN datasets d ON d.pk = x.dataset_pk AND d.removed_at IS NULL;

-- The point i of a column of a chunk: an unsigned big-endian number of up to eight bytes.
CREATE FUNCTION chunk_offset(data bytea, start bigint, width bigint, i bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    n bigint := 0;
BEGIN
    FOR at IN start + i * width .. start + (i + 1) * width - 1 LOOP n := (n << 8) | get_byte(data, at::integer); END LOOP;
    RETURN n;
END
$$;

-- The double with these bits (IEEE 754); NULL for NaN. All products are exact.
CREATE FUNCTION float_of_bits(n bigint, exponent_bits integer, fraction_bits integer) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
            WHEN exponent = highest AND fraction <> 0 THEN NULL
            WHEN exponent = highest THEN sign * 'Infinity'::float8
            ELSE sign * (fraction + CASE WHEN exponent > 0 THEN 1::bigint << fraction_bits ELSE 0 END)::float8
                * power(2::float8, (power_of / 2)::float8) * power(2::float8, (power_of - power_of / 2)::float8)
        END
    FROM (SELECT sign, exponent, fraction, highest, greatest(exponent, 1) - (highest / 2 + fraction_bits) AS power_of
        FROM (SELECT CASE WHEN (n >> (exponent_bits + fraction_bits)) & 1 = 1 THEN -1::float8 ELSE 1::float8 END AS sign,
                (n >> fraction_bits) & ((1::bigint << exponent_bits) - 1) AS exponent, n & ((1::bigint << fraction_bits) - 1) AS fraction,
                (1::bigint << exponent_bits) - 1 AS highest) AS part) AS parts
$$;

-- Every point, exact to the bit.
CREATE VIEW metric_points AS
SELECT r.id AS run_id, m.key, nullif(m.label, '') AS label,
    c.first_step + i * c.step_stride + chunk_offset(c.data, 0, c.step_width, i) AS step,
    CASE c.value_form WHEN 0 THEN float_of_bits(n, 11, 52) WHEN 1 THEN float_of_bits(n, 8, 23) ELSE n::float8 / c.value_divisor END AS value,
    iso_time(c.first_at + i * c.time_stride + c.time_unit * chunk_offset(c.data, c.count * c.step_width, c.time_width, i)) AS timestamp,
    c.ordinal + i AS ordinal
FROM runs r JOIN metrics m ON m.run_pk = r.pk JOIN metric_chunks c ON c.metric_pk = m.pk
CROSS JOIN LATERAL generate_series(0, c.count - 1) AS place (i)
CROSS JOIN LATERAL (SELECT c.value_first + i * c.value_stride + c.value_unit * chunk_offset(c.data, c.count * (c.step_width + c.time_width), c.value_width, i) AS n) AS number
UNION ALL
SELECT r.id, m.key, nullif(m.label, ''), t.step, t.value, iso_time(m.base_at + t.since), t.ordinal
FROM runs r JOIN metrics m ON m.run_pk = r.pk JOIN metric_tail t ON t.metric_pk = m.pk;
