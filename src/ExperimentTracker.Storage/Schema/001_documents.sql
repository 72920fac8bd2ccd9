-- Views with the names and columns of the tables in the experiment schema (document 003), for queries that were written for it. They contain live
-- records only. Ids are unchanged; times are ISO 8601 in UTC.

CREATE VIEW EXPERIMENT AS
SELECT e.id, e.name AS title, e.description AS "desc",
    strftime('%Y-%m-%dT%H:%M:%S', e.created_at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', e.created_at % 10000000) AS start_time,
    strftime('%Y-%m-%dT%H:%M:%S', e.updated_at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', e.updated_at % 10000000) AS update_time,
    e.config, d.id AS dataset_id
FROM experiments e
JOIN projects p ON p.pk = e.project_pk
LEFT JOIN datasets d ON d.pk = e.primary_dataset_pk AND d.removed_at IS NULL
WHERE e.removed_at IS NULL AND p.removed_at IS NULL;

-- A run without a live trial belongs to the default trial of its experiment. The id of that trial is the id of the experiment and '/default'.
CREATE VIEW TRIAL AS
SELECT t.id, t.name, t.description AS "desc",
    strftime('%Y-%m-%dT%H:%M:%S', coalesce(t.started_at, t.created_at) / 10000000 - 62135596800, 'unixepoch')
        || printf('.%07dZ', coalesce(t.started_at, t.created_at) % 10000000) AS start_time,
    strftime('%Y-%m-%dT%H:%M:%S', t.updated_at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', t.updated_at % 10000000) AS update_time,
    t.config, e.id AS experiment_id
FROM trials t
JOIN experiments e ON e.pk = t.experiment_pk
JOIN projects p ON p.pk = e.project_pk
WHERE t.removed_at IS NULL AND e.removed_at IS NULL AND p.removed_at IS NULL
UNION ALL
SELECT e.id || '/default', 'default', NULL,
    strftime('%Y-%m-%dT%H:%M:%S', min(r.created_at) / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', min(r.created_at) % 10000000),
    strftime('%Y-%m-%dT%H:%M:%S', max(r.updated_at) / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', max(r.updated_at) % 10000000),
    NULL, e.id
FROM experiments e
JOIN projects p ON p.pk = e.project_pk
JOIN runs r ON r.experiment_pk = e.pk AND r.removed_at IS NULL
LEFT JOIN trials t ON t.pk = r.trial_pk AND t.removed_at IS NULL
WHERE t.pk IS NULL AND e.removed_at IS NULL AND p.removed_at IS NULL
GROUP BY e.pk;

CREATE VIEW TRIAL_RUN AS
SELECT r.id,
    strftime('%Y-%m-%dT%H:%M:%S', r.started_at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', r.started_at % 10000000) AS start_time,
    strftime('%Y-%m-%dT%H:%M:%S', r.ended_at / 10000000 - 62135596800, 'unixepoch') || printf('.%07dZ', r.ended_at % 10000000) AS end_time,
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
