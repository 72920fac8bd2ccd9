-- The step that an artifact shows, NULL for none. With the key it is unique among the live artifacts of an owner.
ALTER TABLE artifacts ADD COLUMN step bigint;
DROP INDEX artifacts_live_run_key;
DROP INDEX artifacts_live_experiment_key;
CREATE UNIQUE INDEX artifacts_live_run_key ON artifacts (run_pk, key_fold, coalesce(step, -1)) WHERE removed_at IS NULL AND run_pk IS NOT NULL;
CREATE UNIQUE INDEX artifacts_live_experiment_key ON artifacts (experiment_pk, key_fold, coalesce(step, -1)) WHERE removed_at IS NULL AND experiment_pk IS NOT NULL;

CREATE VIEW ARTIFACT_STEP AS
SELECT a.id AS artifact_id, a.key, a.step FROM artifacts a JOIN ARTIFACT x ON x.id = a.id WHERE a.step IS NOT NULL;
