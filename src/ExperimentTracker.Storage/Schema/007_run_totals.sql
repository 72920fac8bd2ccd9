-- The number and the points of the series of a run that has ended; NULL while it has not, and after its series changed, until they are counted again.
ALTER TABLE runs ADD COLUMN metric_count INTEGER;
ALTER TABLE runs ADD COLUMN point_count INTEGER;

UPDATE runs SET
    metric_count = (SELECT count(*) FROM metrics m WHERE m.run_pk = runs.pk),
    point_count = (SELECT coalesce(sum(m.count), 0) FROM metrics m WHERE m.run_pk = runs.pk)
WHERE status > 1;

-- For the newest runs of an experiment.
CREATE INDEX runs_of_experiment ON runs (experiment_pk, created_at, pk);
CREATE INDEX runs_uncounted ON runs (pk) WHERE status > 1 AND point_count IS NULL;

-- The number of runs by experiment, status and removal (0 live, 1 removed, 2 marked by a garbage collection), with the series and points of those whose
-- counts are known. Triggers keep it, whoever writes.
CREATE TABLE run_totals (
    experiment_pk  INTEGER NOT NULL,
    status         INTEGER NOT NULL,
    removal        INTEGER NOT NULL,
    runs           INTEGER NOT NULL,
    metrics        INTEGER NOT NULL,
    points         INTEGER NOT NULL,
    PRIMARY KEY (experiment_pk, status, removal)
) WITHOUT ROWID;

INSERT INTO run_totals
SELECT experiment_pk, status, (removed_at IS NOT NULL) + (removed_at IS 0), count(*), coalesce(sum(metric_count), 0), coalesce(sum(point_count), 0)
FROM runs GROUP BY 1, 2, 3;

CREATE TRIGGER run_totals_insert AFTER INSERT ON runs
BEGIN
    INSERT INTO run_totals
    VALUES (new.experiment_pk, new.status, (new.removed_at IS NOT NULL) + (new.removed_at IS 0), 1, coalesce(new.metric_count, 0), coalesce(new.point_count, 0))
    ON CONFLICT DO UPDATE SET runs = runs + 1, metrics = metrics + excluded.metrics, points = points + excluded.points;
END;

CREATE TRIGGER run_totals_delete AFTER DELETE ON runs
BEGIN
    UPDATE run_totals
    SET runs = runs - 1, metrics = metrics - coalesce(old.metric_count, 0), points = points - coalesce(old.point_count, 0)
    WHERE experiment_pk = old.experiment_pk AND status = old.status AND removal = (old.removed_at IS NOT NULL) + (old.removed_at IS 0);
END;

CREATE TRIGGER run_totals_update AFTER UPDATE OF experiment_pk, status, removed_at, metric_count, point_count ON runs
WHEN old.experiment_pk <> new.experiment_pk OR old.status <> new.status OR old.removed_at IS NOT new.removed_at
    OR old.metric_count IS NOT new.metric_count OR old.point_count IS NOT new.point_count
BEGIN
    UPDATE run_totals
    SET runs = runs - 1, metrics = metrics - coalesce(old.metric_count, 0), points = points - coalesce(old.point_count, 0)
    WHERE experiment_pk = old.experiment_pk AND status = old.status AND removal = (old.removed_at IS NOT NULL) + (old.removed_at IS 0);
    INSERT INTO run_totals
    VALUES (new.experiment_pk, new.status, (new.removed_at IS NOT NULL) + (new.removed_at IS 0), 1, coalesce(new.metric_count, 0), coalesce(new.point_count, 0))
    ON CONFLICT DO UPDATE SET runs = runs + 1, metrics = metrics + excluded.metrics, points = points + excluded.points;
END;

-- A change of the series of a run whose counts are known: those of running runs are not.
CREATE TRIGGER run_counts_insert AFTER INSERT ON metrics
BEGIN
    UPDATE runs SET metric_count = NULL, point_count = NULL WHERE pk = new.run_pk AND point_count IS NOT NULL AND removed_at IS NOT 0;
END;

CREATE TRIGGER run_counts_delete AFTER DELETE ON metrics
BEGIN
    UPDATE runs SET metric_count = NULL, point_count = NULL WHERE pk = old.run_pk AND point_count IS NOT NULL AND removed_at IS NOT 0;
END;

CREATE TRIGGER run_counts_update AFTER UPDATE OF count ON metrics WHEN old.count <> new.count
BEGIN
    UPDATE runs SET metric_count = NULL, point_count = NULL WHERE pk = new.run_pk AND point_count IS NOT NULL AND removed_at IS NOT 0;
END;
